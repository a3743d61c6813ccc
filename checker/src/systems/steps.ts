import type { Subject } from "../servers/subject.js";
import type { Conversation } from "../talk/conversation.js";
import { shown } from "../talk/shown.js";
import { Diagnosis } from "../verdict/diagnosis.js";

/** Names what is wrong with an answer, when it is one of the usual mistakes. */
export type Explain = (came: string) => string | undefined;

/**
 * Sends one message and waits for exactly the expected answer. Everything else is a `Diagnosis`: the one
 * that `explain` knows, or a general one.
 */
export async function ask(
  server: Subject,
  client: Conversation,
  message: string,
  expected: string,
  explain: Explain = () => undefined,
): Promise<void> {
  client.send(message);
  await expectAnswer(server, client, expected, (came) =>
    came === message ? "sends the message back as it was" : explain(came),
  );
}

/** Waits for exactly the expected bytes, which answer what has been sent already. */
export async function expectAnswer(
  server: Subject,
  client: Conversation,
  expected: string,
  explain: Explain = () => undefined,
): Promise<void> {
  const length = Buffer.byteLength(expected);
  const stop = await client.receive((bytes) => bytes >= length);
  const came = client.take(client.length);
  const text = came.toString("utf8");
  if (text === expected) return;
  if (came.length === 0) throw await whyNoAnswer(server, client, stop, shown(expected));

  const evidence = { expected: shown(expected), came: shown(came) };
  const mistake = lineEndIn(text, expected) ?? explain(text);
  throw new Diagnosis(mistake ?? usualMistake(text, expected, came.length), evidence);
}

function lineEndIn(came: string, expected: string): string | undefined {
  const isAdded = came.includes(expected) && /^(\r?\n)+$/.test(came.replace(expected, ""));
  return isAdded ? "adds a line end" : undefined;
}

function usualMistake(came: string, expected: string, bytes: number): string {
  if (came === `${expected}\0`) return "adds a NUL";
  if (expected.startsWith(came)) return `answers only the first ${bytes} bytes`;
  if (came.includes(expected)) return "adds something to the answer";
  if (came.includes("\uFFFD") && !expected.includes("\uFFFD")) return "destroys characters";
  return "answers something else";
}

/** Names why nothing came, for a server that should have answered. */
export async function whyNoAnswer(
  server: Subject,
  client: Conversation,
  stop: Awaited<ReturnType<Conversation["receive"]>>,
  expected: string,
): Promise<Diagnosis> {
  if (stop === "reset") return server.stopped("resets the connection", expected);
  if (stop === "end") return server.stopped("closes without an answer", expected);
  const diagnosis = server.complaint ?? (await whatItWaitsFor(client));
  return new Diagnosis(diagnosis, { expected, came: "nothing" });
}

/** A server that says nothing may wait for something that no client of the documents sends. */
async function whatItWaitsFor(client: Conversation): Promise<string> {
  if (!client.isPeerAsleep) return "never answers"; // it computes
  if (!client.hasSentLine) {
    client.send("\n");
    await client.receive((bytes) => bytes > 0, 1);
    if (client.length > 0) return "waits for a line end";
  }
  client.finish();
  await client.receive((bytes) => bytes > 0, 1);
  if (client.length > 0) return "waits until the client stops sending";
  return "never answers";
}

/** The server has said all: now it closes, and nothing more comes. */
export async function expectClose(server: Subject, client: Conversation): Promise<void> {
  const stop = await client.receive((bytes) => bytes > 0);
  if (stop === "end") return;
  if (stop === "reset") throw await server.stopped("resets the connection");
  if (stop === "silence") throw new Diagnosis("never closes");
  const came = client.take(client.length);
  const isLineEnd = /^[\r\n]+$/.test(came.toString());
  throw new Diagnosis(isLineEnd ? "adds a line end" : "answers more than it was asked", {
    came: shown(came),
  });
}

/** One client from its connect to the server's close. */
export async function visit(
  server: Subject,
  message: string,
  expected: string,
  explain?: Explain,
): Promise<void> {
  const client = await server.connect();
  await ask(server, client, message, expected, explain);
  await expectClose(server, client);
  client.leave();
}

/** A client that is served only when an earlier one did not stop the server. */
export async function stillServes(normal: () => Promise<void>, after: string): Promise<void> {
  try {
    await normal();
  } catch (error) {
    if (!(error instanceof Diagnosis)) throw error;
    const isCrash = error.message === "crashes";
    throw new Diagnosis(
      isCrash ? `crashes after ${after}` : `is stopped by ${after}`,
      error.evidence,
    );
  }
}

/** Several clients one after another; the first shows that one is served at all. */
export async function oneAfterAnother(visits: readonly (() => Promise<void>)[]): Promise<void> {
  for (const [index, each] of visits.entries()) {
    try {
      await each();
    } catch (error) {
      if (index === 0 || !(error instanceof Diagnosis) || error.message === "crashes") throw error;
      if (error.evidence.came?.startsWith('"')) throw error; // a wrong answer is one
      throw new Diagnosis("serves only one client", error.evidence);
    }
  }
}
