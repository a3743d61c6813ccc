import type { Socket } from "node:net";

/** How a lying server goes after what it sent. */
type Ending = "end" | "reset" | "silence" | "endless";

export interface Lie {
  readonly bytes: Buffer;
  readonly ending: Ending;
  /** The exit statuses that are right. */
  readonly statuses: readonly number[];
}

/** One way to run one client, and what an honest server sends it. */
export interface Client {
  readonly name: string;
  readonly script: string;
  readonly options: readonly string[];
  readonly input: string;
  readonly good: string;
  /** Whether a message is what one recv returns: then any first byte counts as an answer. */
  readonly byRecv?: boolean;
  /** Answers, ended by the server, that no client may take for one of this system. */
  readonly wrong: readonly string[];
}

const noLineEnd = "x".repeat(100_000);

// biome-ignore format: a list to look over
const file = [
  "OK -1\n", "OK 1e1\ncontent", "OK 0x7\ncontent", "OK  7\ncontent", "ok 7\ncontent", "OK 7 \ncontent", "OK\n",
  "OK 7", "OK\t7\ncontent", "\0OK 7\ncontent", "\ufeffOK 7\ncontent", "OK ٧\ncontent", "OK 7\rcontent", "\n",
  "OK 99999999999999999999\ncontent", "OK 9007199254740993\ncontent", "OK 8\ncontent", "OK 6\ncontent",
  "OK 0\ncontent", "ERROR no such file\n", "ERROR \x1b[2J\n", "ERROR\n", "HTTP/1.1 200 OK\r\n\r\n", noLineEnd,
];

const numbers = ["five", "5.5", "", "1e1", "0x5", "٥", "--5", "9".repeat(400), "9007199254740993"];

/** The answers to "abc" and "end" come at once: the client asks line by line. */
export const clients: readonly Client[] = [
  client("uppercase", [], "hello\n", "HELLO"),
  client("uppercase", ["--lines"], "hello\n", "HELLO\n", [noLineEnd]),
  client("thanks", [], "", "Thanks for connecting"),
  client("thanks", ["--lines"], "", "Thanks\n", [noLineEnd]),
  client("reverse-echo", [], "abc\nend\n", "cbadne", ["cbadne"]),
  client("reverse-echo", ["--lines"], "abc\nend\n", "cba\ndne\n", ["cba\nend\n", noLineEnd]),
  client("greeting", ["--tcp"], "", "UDPServer has received your message"),
  client("adder", [], "Al\n5\n", "Srv\n5\n", [
    ...numbers.map((number) => `Srv\n${number}\n`),
    "Srv\n",
    `Srv\n${noLineEnd}`,
    noLineEnd,
  ]),
  { ...client("file", [], "", "OK 7\ncontent", file), options: [] },
];

function client(
  system: string,
  options: readonly string[],
  input: string,
  good: string,
  wrong: readonly string[] = [],
): Client {
  const byRecv = system !== "adder" && system !== "file" && !options.includes("--lines");
  const name = [system, ...options].join(" ");
  const common = { name, script: `${system}-client`, options, input, good, wrong };
  return byRecv ? { ...common, byRecv } : common;
}

/** Orders to a terminal, in place of an answer: no client may hand them on. */
const orders = "\x1b[2J\x1b]0;title\x07\x9b31m\r\u202e\u2066\u2028\u061c";

/** Every lie for a client: the good answer cut at each byte, the wrong answers, and those without end. */
export function liesFor(client: Client): Lie[] {
  const { script, good, byRecv = false, wrong } = client;
  // These take what they need and look no further; only the file client knows when all has come.
  const mayStop = script === "file-client" ? [1] : [0, 1];
  return [
    ...wrong.map((text): Lie => ({ bytes: Buffer.from(text), ending: "end", statuses: [1] })),
    ...cuts(client),
    { bytes: Buffer.from(orders + good), ending: "end", statuses: [0, 1] },
    { bytes: Buffer.from(good), ending: "endless", statuses: mayStop },
    { bytes: Buffer.alloc(0), ending: "endless", statuses: byRecv ? [0, 1] : [1] },
  ];
}

/** The good answer cut at each byte, where the server then ends, resets, or says nothing more. */
function cuts({ script, good, byRecv = false }: Client): Lie[] {
  const bytes = Buffer.from(good);
  // By recv, one byte is a message. A conversation by recv depends on how its answers arrive.
  const isTalk = script === "reverse-echo-client";
  const needed = byRecv && !isTalk ? 1 : bytes.length;
  return Array.from({ length: needed + 1 }).flatMap((_, length) =>
    (["end", "reset", "silence"] as const).map((ending) => {
      const mayFail = ending === "reset" || isTalk; // a reset may destroy what was sent before it
      const statuses = length < needed ? [1] : mayFail ? [0, 1] : [0];
      return { bytes: bytes.subarray(0, length), ending, statuses };
    }),
  );
}

/** Tells the lie as soon as the client is there, and then goes. */
export function tell(socket: Socket, { bytes, ending }: Lie): void {
  socket.on("error", () => socket.destroy());
  socket.write(bytes, () => {
    if (ending === "end") socket.end();
    if (ending === "reset") socket.resetAndDestroy();
    if (ending === "endless") pour(socket);
  });
}

function pour(socket: Socket): void {
  const more = Buffer.alloc(65_536, "x");
  const again = () => {
    while (socket.writable && socket.write(more));
  };
  socket.on("drain", again);
  again();
}
