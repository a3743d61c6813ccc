import { Finding, type Torture } from "./finding.js";
import type { Done, Holdings, Order } from "./load/orders.js";
import { start } from "./load/process.js";
import { noRoomFor } from "./room.js";

/** A server under load: a program, and its command line. It names the port that it got. */
export interface Loaded {
  readonly name: string;
  readonly program: URL;
  readonly options: readonly string[];
  readonly clients: "stream" | "datagram";
}

export interface Load {
  readonly connections: number;
  readonly messages: number;
}

/** So much of the memory at the start may be in use at the end. */
const growth = 1.1;
const patience = 60; // seconds in which at least one answer comes
type Things = Holdings["things"];
type Bytes = Holdings["bytes"];
type Before = { readonly things: Things; readonly bytes?: Bytes };
const kinds = ["rss", "heap"] as const;
const few = 10;
const clients = new URL("load/clients.ts", import.meta.url);

const here = ["--host", "127.0.0.1", "--port", "0"];

export const loaded: readonly Loaded[] = [
  {
    name: "reverse-echo --lines",
    program: new URL("../../scripts/reverse-echo-server.ts", import.meta.url),
    options: ["--concurrent", "--lines", "--timeout", "3600", ...here],
    clients: "stream",
  },
  {
    name: "library",
    program: new URL("load/library-server.ts", import.meta.url),
    options: [],
    clients: "stream",
  },
  {
    name: "greeting",
    program: new URL("../../scripts/greeting-server.ts", import.meta.url),
    options: here,
    clients: "datagram",
  },
];

/**
 * Holds so many connections, has so many messages answered over them, and lets them go: two times. Every
 * answer must come, and in order. After the first time the server holds the memory that such a load
 * takes of the system; after the second it must not hold more of it, and both times no socket,
 * descriptor, timer or listener more than before.
 */
export async function load(
  server: Loaded,
  torture: Torture,
  { connections, messages }: Load,
): Promise<string> {
  const { name } = server;
  const tooSmall = noRoomFor(connections);
  if (tooSmall !== undefined) return `${name}: NOT TRIED: ${tooSmall}`;
  const found = (what: string) => new Finding(`${name}: ${what}`, `--part load --only "${name}"`);
  await using serving = start(server.program, server.options, true);
  await using crowd = start(clients, [server.clients], false);
  const port = await serving.port();
  const holdings = () => serving.ask<Holdings>({ of: "everything" });

  async function order(what: Order): Promise<number> {
    torture.progress(`${name}: ${what.do}`);
    const { count, wrong } = await crowd.ask<Done>(what);
    if (wrong !== undefined) throw found(wrong);
    return count;
  }

  /** Resolves with what the server holds after a round, and how many messages it answered a second. */
  async function round(count: number, before: Before): Promise<Holdings & { rate: number }> {
    await order({ do: "hold", port, count });
    const began = performance.now();
    const each = Math.ceil(messages / connections);
    const answered = await order({ do: "talk", messages: each, patience });
    const rate = (answered * 1000) / (performance.now() - began);
    const held = await serving.ask<number>({ of: "sockets" });
    if (server.clients === "stream" && held < count)
      throw found(`holds ${held} of ${count} connections`);
    await order({ do: "leave" });
    for (const deadline = performance.now() + torture.release * 1000; ; ) {
      const after = await holdings();
      const left = [...more(before.things, after.things), ...grown(before.bytes, after.bytes)];
      if (left.length === 0) return { ...after, rate };
      if (performance.now() > deadline) throw found(`clients left behind: ${left.join(", ")}`);
    }
  }

  // Its first clients make a server load what it keeps for all: an output, for example.
  const { things } = await round(few, { things: { "sockets of the library": 1 } });
  await round(connections, { things });
  const { bytes } = await holdings();
  const last = await round(connections, { things, bytes });
  const memory = kinds.map(
    (kind) => `${kind} ${mib(bytes[kind])} and ${mib(last.bytes[kind])} MiB`,
  );
  return (
    `${name}: ${connections} connections held and ${messages} messages answered, twice, ` +
    `${Math.round(last.rate)} a second; after it ${memory.join(", ")}`
  );
}

/** What there is more of than before. The engine may hold on to a few of the last objects it used. */
function more(before: Things, after: Things): string[] {
  return Object.entries(before)
    .map(([name, count]) => ({ name, grown: (after[name] ?? 0) - count }))
    .filter(({ name, grown }) => grown > (name.startsWith("objects") ? few : 0))
    .map(({ name, grown }) => `${grown} ${name}`);
}

/** Which memory is more than a little above that at the start. */
function grown(start: Bytes | undefined, now: Bytes): string[] {
  return kinds
    .filter((kind) => start !== undefined && now[kind] > start[kind] * growth)
    .map((kind) => `${kind} of ${mib(now[kind])} MiB after ${mib(start?.[kind] ?? 0)} MiB`);
}

function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
