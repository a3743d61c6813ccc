import type { Subject } from "../servers/subject.js";
import { shown } from "../talk/shown.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { addOnce, outOfRange, type Reply, sendAndRead } from "./adder-steps.js";
import { leavesEarly, resets, staysSilent } from "./hostile.js";
import { expectClose, oneAfterAnother, stillServes } from "./steps.js";
import { ending, recommended, required, type System } from "./system.js";

/** Assignment 2 of document 003: names and numbers are traded; a number out of range ends the server. */
export const adder: System = {
  name: "adder",
  transport: "tcp",
  port: 12000,
  criteria: [
    required(
      "answer",
      "answers its name and its number, a line each, then closes",
      async (server) => {
        await addOnce(server, "Ada", 42);
      },
    ),
    required("one-after-another", "serves clients one after another", (server, random) =>
      oneAfterAnother(
        [1, 2, 3].map(() => async () => {
          await addOnce(server, random.word(), random.integer(1, 100));
        }),
      ),
    ),
    required("range", "takes 1 and 100 as numbers of the range", async (server) => {
      await addOnce(server, "One", 1, "takes 1 for out of range");
      await addOnce(server, "Hundred", 100, "takes 100 for out of range");
    }),
    required("own-number", "its number is its own, not computed from the client's", ownNumber),
    required(
      "names",
      "names with spaces, umlauts, emoji, and 500 letters",
      async (server, random) => {
        for (const name of ["John Q. Smith", "Zoë 🙂", random.text(500)])
          await addOnce(server, name, 7);
      },
    ),
    ending(
      required("above-range", "101: no answer, ends, port free", (server) =>
        outOfRange(server, 101),
      ),
    ),
    ending(required("zero", "0: no answer, ends, port free", (server) => outOfRange(server, 0))),
    ending(
      required("below-range", "-5: no answer, ends, port free", (server) => outOfRange(server, -5)),
    ),
    recommended("split", "name and number sent apart, as two sends", async (server) => {
      await splitInto(server, ["Ada\n", "42\n"]);
    }),
    recommended("split-anywhere", "a message cut inside its name and number", async (server) => {
      await splitInto(server, ["Gr", "ace Ho", "pper\n4", "2", "\n"]);
    }),
    recommended("no-integer", "a number that is none does not end the server", async (server) => {
      await garbage(server, "Ada\nforty-two\n", "a number that is none");
    }),
    recommended("invalid-utf8", "bytes that are not UTF-8 stop nothing", async (server) => {
      await garbage(
        server,
        Buffer.from("ff c3 28 0a 80 0a".replaceAll(" ", ""), "hex"),
        "bytes that are not UTF-8",
      );
    }),
    recommended("endless-line", "a line without end stops nothing", async (server) => {
      await garbage(server, "x".repeat(300_000), "a line without end");
    }),
    leavesEarly(normal, false),
    resets(normal, "Ada\n42\n"),
    staysSilent(normal),
  ],
};

async function normal(server: Subject): Promise<void> {
  await addOnce(server, "Still there", 5);
}

async function splitInto(server: Subject, pieces: readonly string[]): Promise<void> {
  const client = await server.connect();
  await client.sendPieces(pieces);
  try {
    await sendAndRead(server, client, "");
  } catch (error) {
    if (!(error instanceof Diagnosis)) throw error;
    throw new Diagnosis("takes one recv for the whole message", error.evidence);
  }
  await expectClose(server, client);
}

/** Sends what is no message, leaves, and asks whether the server goes on. */
async function garbage(server: Subject, bytes: string | Uint8Array, what: string): Promise<void> {
  const client = await server.connect();
  client.send(bytes);
  await client.receive(() => false, 0.5);
  client.leave();
  await stillServes(() => normal(server), what);
}

/** Two servers' numbers may differ from client to client, but not follow the client's number. */
async function ownNumber(server: Subject): Promise<void> {
  const asked = [3, 31, 64, 90];
  const replies: Reply[] = [];
  for (const number of asked) replies.push(await addOnce(server, "Ada", number));
  const differences = replies.map(({ number }, index) => number - (asked[index] ?? 0));
  if (differences.every((difference) => difference === 0)) {
    throw new Diagnosis("sends the client's number back");
  }
  if (new Set(differences).size === 1) {
    const came = replies.map(({ number }, index) => `${number} for ${asked[index]}`).join(", ");
    throw new Diagnosis("sends the sum instead of its number", { came: shown(came) });
  }
}
