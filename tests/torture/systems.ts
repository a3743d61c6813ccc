import type { Random } from "../../checker/src/systems/random.js";
import { type Answer, type Attack, stream, type Talk } from "./attack.js";
import { datagram } from "./datagram.js";
import {
  firstChunks,
  linesOf,
  oneOf,
  sameCharacters,
  sentBy,
  text,
  type Verdict,
} from "./expected.js";
import { fileName } from "./file-names.js";
import { anything, lineEnd, number, pick } from "./grammar.js";
import type { Shared } from "./shared-folder.js";

/** One way to run one system's server, and how its peers can tell what it did. */
export interface System {
  readonly name: string;
  readonly script: string;
  readonly options: readonly string[];
  /** How many attacks at a time: a server that serves one after another gets one. */
  readonly width: number;
  readonly talk: Talk;
  readonly good: string;
  /** What an honest client gets for `good`, when it says that it is done. */
  readonly answer: RegExp;
  message(random: Random, shared: Shared): Buffer;
  /** Whether the server may end after this attack, as its protocol says; without it, it never may. */
  readonly ends?: (attack: Attack) => boolean;
  fault(attack: Attack, answer: Answer, shared: Shared): Verdict;
}

type Row = Omit<System, "width" | "options" | "talk"> & Partial<Pick<System, "talk">>;

const thanks = "Thanks for connecting";
const greeted = "UDPServer has received your message";

const uppercase: Row = {
  name: "uppercase",
  script: "uppercase-server",
  good: "hello",
  answer: /^HELLO\n?$/,
  message: anything,
  fault: (attack, { bytes, broken }) => {
    const chunks = firstChunks(attack, 2048).map((chunk) => text(chunk).toUpperCase());
    return oneOf(chunks.length === 0 ? [""] : chunks, bytes, broken);
  },
};

const echo: Row = {
  name: "reverse-echo",
  script: "reverse-echo-server",
  good: "abc",
  answer: /^cba\n?$/,
  message: (random) => (random.integer(1, 40) === 1 ? Buffer.from("end") : anything(random)),
  ends: ({ pieces }) => Buffer.concat(pieces as Buffer[]).includes("end"),
  fault: (attack, { bytes, broken }) => {
    const sent = sentBy(attack);
    // Several pieces may have been read together or apart, which changes what half a character becomes.
    if (broken || attack.pieces.length > 1 || sent.length > 1024) return undefined;
    return sameCharacters(text(sent), text(bytes));
  },
};

const greeting: Row = {
  name: "greeting",
  script: "greeting-server",
  talk: datagram,
  good: "Hello, UDPServer!",
  answer: RegExp(`^${greeted}$`),
  message: anything,
  fault: (_attack, { bytes }) => {
    const count = Math.max(1, Math.floor(bytes.length / greeted.length));
    return oneOf([greeted.repeat(count)], bytes, false);
  },
};

const rows: readonly Row[] = [
  {
    name: "thanks",
    script: "thanks-server",
    good: "Hai from client",
    answer: RegExp(`^${thanks}\\n?$`),
    message: anything,
    fault: (attack, { bytes, broken }) =>
      oneOf([sentBy(attack).length > 0 ? thanks : ""], bytes, broken),
  },
  {
    name: "adder",
    script: "adder-server",
    good: "Al\n5\n",
    answer: /^Server of John Q\. Smith\n\d+\n$/,
    message: (random) =>
      Buffer.concat([anything(random), lineEnd(random), number(random), lineEnd(random)]),
    ends: (attack) => {
      const value = numberIn(attack);
      return value !== undefined && (value < 1 || value > 100);
    },
    fault: (attack, { bytes, broken }) => {
      if (broken && bytes.length === 0) return undefined;
      const isAnswer = /^Server of John Q\. Smith\n\d{1,3}\n$/.test(String(bytes));
      const wanted = numberIn(attack) !== undefined;
      return isAnswer === wanted ? undefined : oneOf([wanted ? "name, number" : ""], bytes, false);
    },
  },
  {
    name: "greeting-tcp",
    script: "greeting-server",
    good: "Hi",
    answer: RegExp(`^${greeted}$`),
    message: anything,
    fault: (attack, { bytes, broken }) => {
      const least = sentBy(attack).length > 0 ? 1 : 0;
      const count = Math.max(least, Math.floor(bytes.length / greeted.length));
      return oneOf([greeted.repeat(broken ? count + 1 : count)], bytes, broken);
    },
  },
  {
    name: "file",
    script: "file-server",
    good: "file\n",
    answer: /^OK 7\ncontent$/,
    message: (random, shared) =>
      Buffer.concat([
        fileName(random, pick(random, [shared.secret, shared.secret, "/etc/passwd"])),
        lineEnd(random),
      ]),
    fault: (attack, { bytes, broken }, shared) => {
      const name = linesOf(sentBy(attack))[0];
      const answer = name === undefined ? "" : shared.answerFor(name);
      if (answer !== undefined) return oneOf([answer], bytes, broken);
      if (broken || /^ERROR [^\n]+\n$/.test(String(bytes))) return undefined;
      return oneOf(["ERROR reason\n", ...shared.harmless], bytes, false);
    },
  },
];

/** The number that an adder server reads, if what was sent has the form of a request. */
function numberIn(attack: Attack): number | undefined {
  const [, line] = linesOf(sentBy(attack), 2048);
  return line !== undefined && /^\s*[+-]?\d+\s*$/.test(line) ? Number(line) : undefined;
}

/** The same system when a message is a line. */
function byLines(row: Row, answerTo: (line: string) => string): Row {
  const first = (attack: Attack) => linesOf(sentBy(attack)).slice(0, 1);
  return {
    ...row,
    name: `${row.name} --lines`,
    good: `${row.good}\n`,
    message: (random, shared) => Buffer.concat([row.message(random, shared), lineEnd(random)]),
    fault: (attack, { bytes, broken }) =>
      oneOf(
        [
          first(attack)
            .map((line) => `${answerTo(line)}\n`)
            .join(""),
        ],
        bytes,
        broken,
      ),
  };
}

const echoByLines: Row = {
  ...byLines(echo, String),
  fault: (attack, { bytes, broken }) => {
    const lines = linesOf(sentBy(attack)).join("");
    return broken ? undefined : sameCharacters(lines, text(bytes).replaceAll("\n", ""));
  },
};

function system(row: Row, width: number, ...options: string[]): System {
  return { talk: stream, ...row, width, options };
}

/** Every system, its clients served all at once; and two of them one client after another. */
export const systems: readonly System[] = [
  ...[uppercase, echo, ...rows].map((row) => {
    const extra = row.name === "greeting-tcp" ? ["--tcp"] : [];
    return system(row, 32, "--concurrent", ...extra);
  }),
  system(
    byLines(uppercase, (line) => line.toUpperCase()),
    32,
    "--concurrent",
    "--lines",
  ),
  system(echoByLines, 32, "--concurrent", "--lines"),
  system(greeting, 8),
  system({ ...uppercase, name: "uppercase one after another" }, 1),
  system({ ...echo, name: "reverse-echo one after another" }, 1),
];
