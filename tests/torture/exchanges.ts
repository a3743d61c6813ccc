import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Random } from "../../checker/src/systems/random.js";

/** What a client of scripts/ and its server have to do with each other, once. */
export interface Exchange {
  readonly serverOptions: readonly string[];
  /** The client's parameters, once it is known where the server is. */
  client(host: string, port: number): readonly string[];
  readonly input: string;
  /** After how many packets of the server the cable can be cut so that the client cannot be content. */
  readonly cuts: Readonly<Record<"least" | "most", number>>;
  /** What is wrong with a client that ended well, by what it printed. */
  fault(printed: string): string | undefined;
  /** What is left of an exchange that failed and should not be there. */
  left(): string | undefined;
  remove(): void;
}

/** A system, and how its client and its server are run. */
export interface Pair {
  readonly name: string;
  readonly server: string;
  readonly script: string;
  readonly draw: (random: Random) => Exchange;
}

export const pairs: readonly Pair[] = [
  pair("uppercase", [], (random) => {
    const message = random.text(random.integer(2, 1000));
    return { input: `${message}\n`, says: `Message received: ${message.toUpperCase()}\n` };
  }),
  pair("uppercase", ["--lines"], (random) => {
    const message = random.text(random.integer(2, 4000));
    return { input: `${message}\n`, says: `Message received: ${message.toUpperCase()}\n` };
  }),
  pair("thanks", [], () => ({ input: "", says: "Thanks for connecting\n" })),
  pair("adder", [], (random) => {
    const number = random.integer(1, 100);
    const says = RegExp(`Client number: ${number}\nServer number: (\\d+)\nSum: (\\d+)\n$`);
    const isRight = ([, server, sum]: string[]) => number + Number(server) === Number(sum);
    return { input: `${random.word()}\n${number}\n`, says, isRight };
  }),
  pair("reverse-echo", [], conversation),
  pair("reverse-echo", ["--lines"], conversation),
  pair("greeting", ["--tcp"], greeting),
  { name: "file", server: "file-server", script: "file-client", draw: transfer },
];

/** The same by datagrams, where nobody sends again what was lost. */
export const udpGreeting = pair("greeting", [], greeting);

interface Talk {
  readonly input: string;
  /** What the client must print, and whether the groups of it fit each other. */
  readonly says: string | RegExp;
  readonly isRight?: (groups: string[]) => boolean;
  readonly answers?: number;
}

function pair(system: string, options: readonly string[], talk: (random: Random) => Talk): Pair {
  const draw = (random: Random): Exchange => {
    const { input, says, isRight = () => true, answers = 1 } = talk(random);
    const fault = (printed: string) => {
      const match = typeof says === "string" ? printed.includes(says) && [] : says.exec(printed);
      return match && isRight([...match]) ? undefined : `printed ${JSON.stringify(printed)}`;
    };
    return {
      serverOptions: options,
      client: (host, port) => ["--host", host, "--port", String(port), ...options],
      input,
      cuts: { least: 0, most: answers }, // the first packet is the server's half of the handshake
      fault,
      left: () => undefined,
      remove: () => undefined,
    };
  };
  const name = [system, ...options].join(" ");
  return { name, server: `${system}-server`, script: `${system}-client`, draw };
}

function greeting(): Talk {
  return { input: "", says: /^\[UDPServer said\]: UDPServer has received your message\n$/ };
}

/** Some lines, each answered before the next, and the last one. */
function conversation(random: Random): Talk {
  const lines = Array.from({ length: random.integer(2, 20) }, () => random.sentence());
  const said = [...lines, "end"].map((line) => {
    return `Client enter message: Client received: ${[...line].reverse().join("")}\n`;
  });
  return { input: `${lines.join("\n")}\nend\n`, says: said.join(""), answers: lines.length };
}

const payload = 1460; // bytes of a TCP segment at most, in a packet of 1500
const before = "what was there before";

function transfer(random: Random): Exchange {
  const folder = mkdtempSync(join(tmpdir(), "socketbook-network-"));
  const [root, kept] = [join(folder, "served"), join(folder, "received")];
  const target = join(kept, "target");
  const size = random.integer(0, random.integer(0, 1) * 3_000_000 + 20_000);
  const content = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4)
    content.writeInt32LE(random.integer(0, 2 ** 31 - 1), at);
  for (const path of [root, kept]) mkdirSync(path);
  writeFileSync(join(root, "file"), content);
  writeFileSync(target, before);
  return {
    serverOptions: ["--root", root],
    client: (host, port) => [`${host}:${port}:file`, target],
    input: "",
    cuts: { least: 0, most: Math.ceil((size + 1) / payload) },
    fault: () =>
      readFileSync(target).equals(content) ? undefined : `got another file of ${size} bytes`,
    left() {
      const files = readdirSync(kept).join(", ");
      if (files !== "target") return `left these files: ${files}`;
      return readFileSync(target, "utf8") === before ? undefined : "kept what had come";
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
