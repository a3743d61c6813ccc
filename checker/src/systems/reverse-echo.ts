import { GivenUp } from "../run/patience.js";
import { saidBy } from "../servers/started.js";
import type { Subject } from "../servers/subject.js";
import type { Conversation } from "../talk/conversation.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { ask, expectClose, stillServes } from "./steps.js";
import { ending, recommended, required, type System } from "./system.js";

/** Document 000: one client, many messages, each sent back reversed; `end` ends both. */
export const reverseEcho: System = {
  name: "reverse-echo",
  transport: "tcp",
  port: 7200,
  criteria: [
    required(
      "conversation",
      'reverses three messages, then "end" ends it',
      async (server, random) => {
        await converse(server, ["Josue", random.sentence(), random.sentence(4)]);
        // A server that we did not start serves no other client: this is the only look at its end.
        if (server.program === undefined) await server.expectEnd('"end"');
      },
    ),
    required("shutdown", 'ends and frees its port after "end"', async (server) => {
      await converse(server, ["Soccer"]);
      await server.expectEnd('"end"');
    }),
    required("first-message-end", 'ends when the first message is "end"', async (server) => {
      await converse(server, []);
      await server.expectEnd('"end"');
    }),
    required("only-end", 'goes on after "the end", "endless" and "END"', (server) =>
      converse(server, ["the end", "endless", "END", "en", "d"], "ends although nobody said end"),
    ),
    required("umlauts", "letters of other languages, and emoji", (server) =>
      converse(server, ["grüße", "świat 🙂 дом", "𝔘nicode"]),
    ),
    required("long", "a message of 1000 bytes", (server, random) =>
      converse(server, [random.text(1000), random.word()]),
    ),
    required("many", "fifty messages on one connection", (server, random) =>
      converse(
        server,
        Array.from({ length: 50 }, () => random.word(random.integer(1, 30))),
      ),
    ),
    recommended("characters", "reverses what a reader sees as characters", (server) =>
      converse(server, ["cafe\u0301 noir", "👩‍👩‍👧 family", "🇩🇪 and 🇫🇷"]),
    ),
    recommended("leaves-early", 'a client that leaves without "end" stops nothing', (server) =>
      leavesWithoutEnd(server, (client) => client.leave(), "a client that leaves early"),
    ),
    recommended("reset", "a client that breaks off stops nothing", (server) =>
      leavesWithoutEnd(server, (client) => client.reset(), "a client that breaks off"),
    ),
  ].map(ending),
};

/** Who closes while the next message is on its way resets the connection. */
const cuts = /^(closes without an answer|resets the connection)$/;

/** One client that sends the messages and then `end`, each after the answer to the one before. */
async function converse(
  server: Subject,
  messages: readonly string[],
  cutShort = "answers only the first message",
): Promise<void> {
  const client = await server.connect();
  for (const [index, message] of messages.entries()) {
    const earlier = messages.slice(0, index).join("");
    try {
      await ask(server, client, message, reversed(message), (came) =>
        mistakeIn(came, message, earlier),
      );
    } catch (error) {
      if (!(error instanceof Diagnosis) || !cuts.test(error.message) || index === 0) throw error;
      throw new Diagnosis(cutShort, error.evidence);
    }
  }
  await ask(server, client, "end", "dne", (came) =>
    came === reversed(`${messages.join("")}end`) ? "treats two messages as one" : undefined,
  );
  await expectClose(server, client);
  client.leave();
}

/** A server for one client may end when that client is gone; it may also serve the next. */
async function leavesWithoutEnd(
  server: Subject,
  leave: (client: Conversation) => void,
  how: string,
): Promise<void> {
  const client = await server.connect();
  await ask(server, client, "Josue", "eusoJ");
  leave(client);
  if (server.program !== undefined) {
    const ended = await server.patience(server.program.exited, 0.5);
    if (ended instanceof GivenUp && ended.why === "spins")
      throw new Diagnosis(`spins after ${how}`);
    if (server.program.overLimit !== undefined) throw new Diagnosis(server.program.overLimit);
    if (server.program.hasFailed)
      throw new Diagnosis(`crashes after ${how}`, saidBy(server.program));
    if (server.program.hasEnded) return;
  }
  await stillServes(() => converse(server, ["still there?"]), how);
}

function mistakeIn(came: string, message: string, earlier: string): string | undefined {
  const codePoints = Array.from(message).reverse().join("");
  const units = message.split("").reverse().join("");
  const bytes = Buffer.from(message).reverse().toString("utf8");
  if (came === message.toUpperCase()) return "answers in upper case";
  if (came === codePoints) return "takes code points for characters";
  if (came === Buffer.from(units).toString("utf8")) return "cuts characters in halves";
  if (came === bytes) return "reverses bytes instead of characters";
  if (earlier !== "" && came === reversed(earlier + message)) return "treats two messages as one";
  for (let cut = message.length - 1; cut > 15; cut--) {
    if (came.startsWith(reversed(message.slice(0, cut)))) return "treats one message as several";
  }
  return undefined;
}

function reversed(text: string): string {
  const characters = new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text);
  return Array.from(characters, ({ segment }) => segment)
    .reverse()
    .join("");
}
