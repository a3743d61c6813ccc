import type { Subject } from "../servers/subject.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { greetingAnswer as answer, greetingText } from "./greeting-texts.js";
import { invalidText, leavesEarly, notUtf8, resets, staysSilent } from "./hostile.js";
import { ask, expectAnswer, expectClose, oneAfterAnother } from "./steps.js";
import { recommended, required, type System } from "./system.js";

/** Document 001 as it is titled: the same greeting over TCP, for many clients. */
export const greetingTcp: System = {
  name: "greeting-tcp",
  transport: "tcp",
  port: 50001,
  criteria: [
    required("answer", "answers a greeting", async (server) => {
      await ask(server, await server.connect(), greetingText, answer);
    }),
    required("after-message", "answers after the message, not before", async (server) => {
      const client = await server.connect();
      const stop = await client.receive((bytes) => bytes > 0, 0.5);
      if (stop !== "silence") throw await server.stopped("does not wait for the message");
      client.send(greetingText);
      await expectAnswer(server, client, answer);
    }),
    required("one-after-another", "serves clients one after another", (server) =>
      oneAfterAnother([1, 2, 3].map(() => () => normal(server))),
    ),
    required("close", "closes when the client has finished", normal),
    required("other-message", "answers whatever the message is", async (server, random) => {
      for (const message of ["x", random.sentence(), "héllo 🙂", random.text(1000)])
        await visit(server, message);
    }),
    leavesEarly(normal, true),
    recommended("conversation", "answers several messages on one connection", async (server) => {
      const client = await server.connect();
      for (let time = 1; time <= 3; time++) {
        await ask(server, client, `${greetingText} ${time}`, answer).catch((error: unknown) => {
          if (time === 1 || !(error instanceof Diagnosis)) throw error;
          throw new Diagnosis("answers only the first message", error.evidence);
        });
      }
    }),
    staysSilent(normal),
    recommended("many-at-once", "serves twenty clients at once", manyAtOnce, 2),
    resets(normal, "good bye"),
    invalidText(normal, notUtf8),
  ],
};

function normal(server: Subject): Promise<void> {
  return visit(server, greetingText);
}

/** A server may close after its answer, or when the client has said that nothing more comes. */
async function visit(server: Subject, message: string): Promise<void> {
  const client = await server.connect();
  await ask(server, client, message, answer);
  client.finish();
  await expectClose(server, client);
  client.leave();
}

/** All are connected before the first of them says a word, and the last one speaks first. */
async function manyAtOnce(server: Subject): Promise<void> {
  const clients = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
  for (const client of clients.reverse()) {
    await ask(server, client, greetingText, answer).catch((error: unknown) => {
      if (!(error instanceof Diagnosis)) throw error;
      throw new Diagnosis("serves one client at a time", error.evidence);
    });
  }
}
