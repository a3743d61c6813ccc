/**
 * Compares this library with raw `node:net`, with Python's blocking sockets where python3 is there,
 * and with `promise-socket` where that is installed. Every contender is a server and a client in
 * processes of their own, and all take turns. Ends with status 1 when a target is missed.
 *
 *     npm run bench               about three minutes
 *     npm run bench -- --quick    half a minute, with a wider spread
 */
import { parseArgs } from "node:util";
import { compare } from "./library/comparison.js";
import { type ContenderName, isHere, type Pair } from "./library/contender.js";
import { Report } from "./library/report.js";

const { quick } = parseArgs({ options: { quick: { type: "boolean", default: false } } }).values;
const others = (["promise-socket", "python"] as const).filter(isHere);
const inNode = (["raw", "socketbook", "promise-socket"] as const).filter(isHere);
const everyone: readonly ContenderName[] = ["raw", "socketbook", ...others];
const report = new Report();

await roundTrips();
await bulk();
await dialling();
await memoryOf("idle");
await memoryOf("echo");
for (const connections of quick ? [1, 100, 1000] : [1, 10, 100, 1000, 5000]) {
  await atOnce(connections);
}
process.exitCode = report.verdict() ? 0 : 1;

/** Starts, blocks and the work of a block: how thorough a measurement is. */
function effort(starts: number, blocks: number, work: number) {
  return quick ? { starts: 1, blocks, work: Math.ceil(work / 2) } : { starts, blocks, work };
}

async function roundTrips(): Promise<void> {
  const { starts, blocks, work } = effort(3, 7, 10_000);
  const results = await compare({
    names: ["raw", "socketbook", "without record", ...others],
    starts,
    blocks,
    warmUp: async (pair) => {
      await pair.measure("connect", 1);
      await pair.measure("trips", 10_000);
    },
    block: async (pair) => perUnit(await pair.measure("trips", work), work),
  });
  report.heading("Round trips of 64 bytes, one connection");
  report.figures(results, { cpu: "µs CPU", wall: "µs" });
  report.target(results, "cpu", "socketbook", "raw", { most: 1.1 });
  report.target(results, "cpu", "socketbook", "without record", { most: 1.03 });
  if (others.includes("python")) {
    report.target(results, "wall", "socketbook", "python", { most: 1 });
  }
}

async function bulk(): Promise<void> {
  const { starts, blocks, work } = effort(2, 4, 4096);
  const results = await compare({
    names: everyone,
    kind: "sink",
    starts,
    blocks,
    warmUp: (pair) => pair.measure("bulk", 1024),
    block: async (pair) => {
      const { wall, cpu } = await pair.measure("bulk", work);
      return { rate: (work * 65_536) / wall, cpu: (cpu / work) * 16 };
    },
  });
  report.heading("Bulk transfer in writes of 64 KiB, one connection");
  report.figures(results, { rate: "MB/s", cpu: "µs CPU for 1 MiB" });
  report.target(results, "rate", "socketbook", "raw", { least: 0.95 });
}

async function dialling(): Promise<void> {
  const { starts, blocks, work } = effort(2, 4, 400);
  const results = await compare({
    names: everyone,
    starts,
    blocks,
    warmUp: (pair) => pair.measure("dial", work),
    block: async (pair) => {
      const { wall, cpu } = await pair.measure("dial", work);
      return { rate: work / (wall / 1e6), cpu: cpu / work };
    },
  });
  report.heading("Connections opened and closed, one after another");
  report.figures(results, { rate: "a second", cpu: "µs CPU" });
}

async function memoryOf(kind: "idle" | "echo"): Promise<void> {
  const { starts, work } = effort(3, 1, 4000);
  const results = await compare({
    names: inNode,
    kind,
    starts,
    blocks: 1,
    // The first connections bring code and tables into memory, which no later one does again.
    warmUp: (pair) => pair.measure("connect", work / 2),
    block: async (pair) => {
      const before = await memory(pair);
      await pair.measure("connect", work + work / 2);
      const after = await memory(pair);
      return { rss: (after.rss - before.rss) / work, heap: (after.heap - before.heap) / work };
    },
  });
  const state = kind === "idle" ? "an idle connection" : "a connection whose server waits in recv";
  report.heading(`Memory of ${state}, both ends, over ${work} of them`);
  report.figures(results, { rss: "bytes of RSS", heap: "bytes of heap" });
  if (kind === "idle") report.target(results, "rss", "socketbook", "raw", { most: 1.25 });
}

async function memory({ server, client }: Pair): Promise<{ rss: number; heap: number }> {
  const [one, other] = [await server.ask({ do: "memory" }), await client.ask({ do: "memory" })];
  return { rss: one.rss + other.rss, heap: one.heap + other.heap };
}

async function atOnce(connections: number): Promise<void> {
  const { blocks, work } = effort(1, 5, Math.max(10_000, connections * 3));
  const results = await compare({
    names: inNode,
    starts: 1,
    blocks,
    warmUp: async (pair) => {
      await pair.measure("connect", connections);
      await pair.measure("trips", work);
    },
    block: async (pair) => perUnit(await pair.measure("trips", work), work),
  });
  report.heading(`Round trips on ${connections} connections at once`);
  report.figures(results, { cpu: "µs CPU", wall: "µs" });
}

function perUnit({ wall, cpu }: { wall: number; cpu: number }, units: number) {
  return { wall: wall / units, cpu: cpu / units };
}
