import type { Subject } from "../servers/subject.js";
import { invalidText, leavesEarly, notUtf8, resets, staysSilent } from "./hostile.js";
import type { Random } from "./random.js";
import { expectAnswer, expectClose, oneAfterAnother, stillServes } from "./steps.js";
import { type Criterion, ending, recommended, required, type System } from "./system.js";

type Answer = (message: string) => string;

/** Three systems in the variant that the documents lack: a message is a line, answered by a line. */
export const lineSystems: readonly System[] = [
  inLines("uppercase", 12000, (message) => message.toUpperCase()),
  inLines("thanks", 8080, () => "Thanks for connecting"),
  {
    name: "reverse-echo",
    transport: "tcp",
    port: 7200,
    criteria: conversation((message) => Array.from(message).reverse().join("")).map(ending),
  },
];

function inLines(name: System["name"], port: number, answer: Answer): System {
  const visit = (server: Subject, pieces: readonly string[]) =>
    answered(server, pieces, `${answer(pieces.join("").replace(/\r?\n$/, ""))}\n`);
  const normal = (server: Subject) => visit(server, ["Hello there\n"]);
  return {
    name,
    transport: "tcp",
    port,
    criteria: [
      required("answer", "answers a line with a line, then closes", normal),
      required("one-after-another", "serves clients one after another", (server, random) =>
        oneAfterAnother([1, 2, 3].map(() => () => visit(server, [`${random.sentence()}\n`]))),
      ),
      required("pieces", "collects a line that comes in pieces", (server) =>
        visit(server, ["Hel", "lo ", "wor", "ld", "\n"]),
      ),
      required(
        "crlf",
        "takes CR LF for a line end, also when cut between the two",
        async (server) => {
          await visit(server, ["hello\r\n"]);
          await visit(server, ["hello\r", "\n"]);
        },
      ),
      required("umlauts", "a character that is cut in the middle", (server) =>
        cutCharacter(server, answer),
      ),
      required("empty", "an empty line is a message", (server) => visit(server, ["\n"])),
      required("long", "a line of 3000 bytes", (server, random) =>
        visit(server, [`${random.text(3000)}\n`]),
      ),
      leavesEarly(normal, true),
      unfinished(normal),
      resets(normal, "good bye\n"),
      invalidText(normal, Buffer.concat([notUtf8, Buffer.from("\n")])),
      staysSilent(normal),
    ],
  };
}

async function answered(
  server: Subject,
  pieces: readonly (string | Uint8Array)[],
  expected: string,
): Promise<void> {
  const client = await server.connect();
  await client.sendPieces(pieces.slice(0, -1));
  if (pieces.length > 1 && (await client.receive((bytes) => bytes > 0, 0.3)) !== "silence")
    throw await server.stopped("answers before the line is complete");
  client.send(pieces.at(-1) ?? "");
  await expectAnswer(server, client, expected, (came) =>
    `${came}\n` === expected ? "answers without a line end" : undefined,
  );
  await expectClose(server, client);
  client.leave();
}

async function cutCharacter(server: Subject, answer: Answer): Promise<void> {
  const message = Buffer.from("grün 🙂\n");
  const cuts = [0, 3, 7, message.length]; // inside the ü and inside the emoji
  const pieces = cuts.slice(1).map((end, index) => message.subarray(cuts[index], end));
  await answered(server, pieces, `${answer("grün 🙂")}\n`);
}

function unfinished(normal: (server: Subject) => Promise<void>): Criterion {
  const title = "a line that never ends, because the client leaves, stops nothing";
  return recommended("unfinished", title, async (server) => {
    const client = await server.connect();
    client.send("half a li");
    client.leave();
    await stillServes(() => normal(server), "a client that leaves within a line");
  });
}

function conversation(answer: Answer): Criterion[] {
  const converse = async (server: Subject, sends: readonly (readonly string[])[]) => {
    const client = await server.connect();
    for (const pieces of [...sends, ["end\n"]]) {
      const lines = pieces.join("").split(/\r?\n/).slice(0, -1);
      await client.sendPieces(pieces);
      const expected = lines.map((line) => `${answer(line)}\n`).join("");
      await expectAnswer(server, client, expected, (came) =>
        nameOf(came, expected, pieces, answer),
      );
    }
    await expectClose(server, client);
    client.leave();
  };
  return [
    required("conversation", 'reverses lines, then "end" ends it', (server) =>
      converse(server, [["Josue\n"], ["Palacios\n"], ["Soccer\n"]]),
    ),
    required("shutdown", 'ends and frees its port after "end"', async (server) => {
      await converse(server, []);
      await server.expectEnd('"end"');
    }),
    required("pieces", "collects a line that comes in pieces", (server) =>
      converse(server, [["Pal", "aci", "os", "\n"]]),
    ),
    required("merged", "answers each of three lines that come at once", (server) =>
      converse(server, [["one\ntwo\nthree\n"]]),
    ),
    required("across", "a piece that ends one line and begins the next", (server) =>
      converse(server, [["one\ntw", "o\nthr", "ee\n"]]),
    ),
    required("empty", "an empty line is a message", (server) =>
      converse(server, [["\n"], ["a\n"]]),
    ),
    required("crlf", "takes CR LF for a line end", (server) => converse(server, [["Josue\r\n"]])),
    required("long", "a line of 3000 bytes", (server, random: Random) =>
      converse(server, [[`${random.text(3000)}\n`]]),
    ),
  ];
}

function nameOf(
  came: string,
  expected: string,
  pieces: readonly string[],
  answer: Answer,
): string | undefined {
  if (came === answer(pieces.join(""))) return "takes the line end for a letter";
  if (`${came}\n` === expected) return "answers without a line end";
  const lines = expected.split("\n").length - 1;
  if (lines > 1 && came.split("\n").length - 1 < lines) return "treats two messages as one";
  return pieces.length > 1 ? "answers before the line is complete" : undefined;
}
