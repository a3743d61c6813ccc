import type { Subject } from "../servers/subject.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { invalidText, leavesEarly, notUtf8, resets, staysSilent } from "./hostile.js";
import { expectAnswer, expectClose, oneAfterAnother, visit } from "./steps.js";
import { required, type System } from "./system.js";

const answer = "Thanks for connecting";

/** Document 002: each client is thanked for its message, then the server closes. */
export const thanks: System = {
  name: "thanks",
  transport: "tcp",
  port: 8080,
  criteria: [
    required("answer", `answers "${answer}", then closes`, normal),
    required("one-after-another", "serves clients one after another", (server) =>
      oneAfterAnother([1, 2, 3].map(() => () => normal(server))),
    ),
    required("after-message", "answers after the message, not before", async (server) => {
      const client = await server.connect();
      const stop = await client.receive((bytes) => bytes > 0, 0.5);
      if (stop !== "silence") throw await server.stopped("does not wait for the message");
      client.send("Hai from client");
      await expectAnswer(server, client, answer);
      await expectClose(server, client);
    }),
    required("other-message", "answers whatever the message is", async (server, random) => {
      for (const message of ["x", random.sentence(), "héllo 🙂", random.text(1000)])
        await visit(server, message, answer);
    }),
    required("queue", "serves five clients that come at once", fiveAtOnce),
    leavesEarly(normal, true),
    resets(normal, "good bye"),
    invalidText(normal, notUtf8),
    staysSilent(normal),
  ],
};

async function normal(server: Subject): Promise<void> {
  await visit(server, "Hai from client", answer, (came) =>
    came.trim().toLowerCase().replaceAll("_", " ") === answer.toLowerCase() &&
    came !== `${answer}\n`
      ? "answers in another spelling"
      : undefined,
  );
}

async function fiveAtOnce(server: Subject): Promise<void> {
  const clients = await Promise.all([1, 2, 3, 4, 5].map(() => server.connect()));
  for (const [index, client] of clients.entries()) client.send(`Hai from client ${index + 1}`);
  for (const [index, client] of clients.entries()) {
    try {
      await expectAnswer(server, client, answer);
      await expectClose(server, client);
    } catch (error) {
      if (!(error instanceof Diagnosis) || index === 0) throw error;
      throw new Diagnosis("does not serve all that wait in the queue", error.evidence);
    }
    client.leave();
  }
}
