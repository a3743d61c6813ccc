import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../run/free-port.js";
import type { Limits } from "../run/limits.js";
import { type Listening, listeningOf, type Transport } from "../run/listening.js";
import { beginning, GivenUp } from "../run/patience.js";
import { seesProcesses } from "../run/processes.js";
import { Program } from "../run/program.js";
import { fillIn } from "../run/words.js";
import { dial } from "../talk/conversation.js";
import { printable } from "../talk/shown.js";
import { Diagnosis } from "../verdict/diagnosis.js";

/** How a server program is started. `{port}` and `{folder}` in the words are filled in at each start. */
export interface Command {
  readonly words: readonly string[];
  readonly transport: Transport;
  /** The port that a program uses which is told none. */
  readonly usualPort: number;
  /** The folder that the program starts in. */
  readonly folder?: string | undefined;
  readonly limits?: Limits | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  readonly idle?: number | undefined;
}

/** A server program that waits for its clients. */
export interface Started {
  readonly program: Program;
  readonly host: string;
  readonly port: number;
  /** The program chooses its port by itself: the next start needs the same one. */
  readonly isPortFixed: boolean;
  /** The connection that showed that it listens, where nothing else could; to be used, not wasted. */
  readonly first?: Socket | undefined;
}

/** Starts a server and resolves when it listens. A program that does not is a `Diagnosis`. */
export async function start(command: Command, values: Record<string, string>): Promise<Started> {
  for (let attempt = 1; ; attempt++) {
    const isAsked = command.words.some((word) => word.includes("{port}"));
    const port = isAsked ? await freePort() : command.usualPort;
    const program = new Program(fillIn(command.words, { ...values, port }), command);
    try {
      const place = await listening(program, command.transport, port);
      return { program, ...place, isPortFixed: place.port !== port || !isAsked };
    } catch (error) {
      await program[Symbol.asyncDispose]();
      // Somebody else may have taken the port meanwhile, or a closed connection may still hold it.
      const isTaken = /EADDRINUSE|in use|already/i.test(String(program.stderr));
      if (!isTaken || attempt === 3) throw error;
      if (!isAsked) await pause(5000);
    }
  }
}

type Place = Pick<Started, "host" | "port" | "first">;

async function listening(program: Program, transport: Transport, port: number): Promise<Place> {
  const stop = new AbortController();
  try {
    const searching = seesProcesses
      ? search(program, transport, port, stop.signal)
      : probe(program, transport, port, stop.signal);
    const place = await program.patience(searching, beginning);
    if (place instanceof GivenUp) throw new Diagnosis(whyNever(program), saidBy(program));
    return place;
  } finally {
    stop.abort();
  }
}

/** Asks the operating system until the program listens, whatever port it takes. */
async function search(
  program: Program,
  transport: Transport,
  port: number,
  signal: AbortSignal,
): Promise<Place> {
  const isRight = (place: Listening) => place.transport === transport && place.port === port;
  while (!signal.aborted) {
    const places = listeningOf(program.family);
    const right = places.find(isRight);
    if (right !== undefined) return right;
    if (program.hasEnded) throw endedEarly(program);
    if (places.length > 0 && (await rests(program)) && !listeningOf(program.family).some(isRight)) {
      return elsewhere(places, transport);
    }
    await pause(20);
  }
  throw new Diagnosis("never listens");
}

/** Another place may be a preparation: it counts when the program has nothing else to do for a while. */
async function rests(program: Program): Promise<boolean> {
  await program.patience(neverSettles, 0.3);
  return !program.hasEnded;
}

function elsewhere(places: readonly Listening[], transport: Transport): Place {
  const other = places.find((place) => place.transport === transport);
  if (other !== undefined) return other;
  const [uses, wanted] = transport === "tcp" ? ["UDP", "TCP"] : ["TCP", "UDP"];
  throw new Diagnosis(`uses ${uses} instead of ${wanted}`);
}

const neverSettles = new Promise<never>(() => undefined);

/** Tries until the program answers a connect, or holds the port for datagrams. */
async function probe(
  program: Program,
  transport: Transport,
  port: number,
  signal: AbortSignal,
): Promise<Place> {
  const host = "127.0.0.1";
  while (!signal.aborted) {
    if (program.hasEnded) throw endedEarly(program);
    if (transport === "udp" && (await isTaken(port))) return { host, port };
    const first = transport === "tcp" ? await dial(host, port, program.patience) : undefined;
    if (first !== undefined) return { host, port, first };
    await pause(50);
  }
  throw new Diagnosis("never listens");
}

async function isTaken(port: number): Promise<boolean> {
  const socket = createSocket("udp4").bind(port);
  try {
    await once(socket, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return true;
    throw error;
  }
  await new Promise<void>((done) => socket.close(done));
  return false;
}

function whyNever({ overLimit, isChatty }: Program): string {
  return overLimit ?? (isChatty ? "prints without end" : "never listens");
}

function endedEarly(program: Program): Diagnosis {
  return new Diagnosis(program.overLimit ?? "ends before it listens", saidBy(program));
}

/** How a program ended and what it said last, as evidence. */
export function saidBy(program: Program): { came: string } {
  const last = [...program.stdout.lastLines(3), ...program.stderr.lastLines(6)];
  const said = last.filter((line) => line !== "").map(short);
  const ending = printable(program.ending ?? "it goes on");
  if (said.length === 0) return { came: `${ending}, and it said nothing` };
  return { came: `${ending}; it said:\n${said.join("\n")}` };
}

/** A line that a program printed, as a report shows it: nobody takes it for a line of the report. */
function short(line: string): string {
  const text = printable(line.replace(/\r$/, ""));
  return text.length > longestLine ? `| ${text.slice(0, longestLine)}…` : `| ${text}`;
}

const longestLine = 500;
