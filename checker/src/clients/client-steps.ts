import type { Conversation } from "../talk/conversation.js";
import { shown } from "../talk/shown.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { type ClientCriterion, recommended } from "./client-system.js";

/** Waits for one message of the client. A line end behind it is somebody else's question. */
export async function expectMessage(client: Conversation, message: string): Promise<void> {
  const length = Buffer.byteLength(message);
  const stop = await client.receive((bytes) => bytes >= length);
  const came = client.take(client.length).toString("utf8");
  if (came === message || came.replace(/\r?\n$|\0$/, "") === message) return;
  const evidence = { expected: shown(message), came: shown(came) };
  if (came === "")
    throw new Diagnosis(
      stop === "silence" ? "sends nothing" : "leaves without a message",
      evidence,
    );
  if (message.startsWith(came)) throw new Diagnosis("sends only a part of the message", evidence);
  if (came.startsWith(message)) throw new Diagnosis("sends more than the message", evidence);
  throw new Diagnosis("sends something else", evidence);
}

/** The message as it came must have no line end: the documents' servers would take it for a letter. */
export function withoutLineEnd(input: string, message: string): ClientCriterion {
  const title = "sends the message without a line end";
  return recommended("line-end", title, async (client) => {
    const run = await client.start("tcp", { input });
    const talk = await run.accept();
    await talk.receive((bytes) => bytes > Buffer.byteLength(message), 0.5);
    const came = shown(talk.rest);
    if (came === shown(message)) return;
    throw new Diagnosis("sends a line end with the message", { expected: shown(message), came });
  });
}

/** Nobody listens at the port: the client says so and ends with a failure. */
export function nobodyThere(input = "", values = {}): ClientCriterion {
  return recommended("nobody", "ends with a failure when there is no server", async (client) => {
    const run = await client.start("nobody", { input, values });
    await run.expectEnd("hangs when there is no server");
    if (!run.program.hasFailed) throw new Diagnosis("ends as if all was well without a server");
  });
}
