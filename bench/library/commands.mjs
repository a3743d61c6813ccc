/**
 * The half of a measured program that all contenders in JavaScript share: it reads commands from
 * standard input, a JSON line each, and answers each with a JSON line. Plain JavaScript, so that
 * Node runs what is measured as it is written.
 */
import { createInterface } from "node:readline";

/**
 * What a contender can do, written in the way that is natural to it.
 * @template Connection
 * @typedef {object} Contender
 * @property {() => Promise<number>} serveEcho sends back whatever comes; resolves with the port
 * @property {() => Promise<number>} serveSink reads to the end, then answers with one byte
 * @property {() => Promise<number>} serveIdle accepts, and keeps what it accepted
 * @property {(port: number) => Promise<Connection>} connect
 * @property {(connection: Connection, count: number) => Promise<void>} roundTrips one after another
 * @property {(port: number, writes: number, block: Uint8Array) => Promise<void>} sendBulk
 * @property {(port: number) => Promise<void>} connectAndClose
 */

/** @typedef {"echo" | "sink" | "idle"} Kind */
/** @typedef {{ do: string, kind?: Kind, port?: number, count?: number }} Command */

/** One message of a round trip. */
export const message = new Uint8Array(64).fill(120);
const block = new Uint8Array(64 * 1024).fill(120);
/** How many connections are opened at once: fewer than any server lets wait. */
const batch = 64;

/**
 * @template Connection
 * @param {Contender<Connection>} contender
 */
export async function obey(contender) {
  /** @type {Connection[]} */
  const connections = [];
  const serve = {
    echo: contender.serveEcho,
    sink: contender.serveSink,
    idle: contender.serveIdle,
  };

  /** @param {Command} command */
  async function carryOut({ do: what, kind, port = 0, count = 0 }) {
    switch (what) {
      case "serve":
        return { port: await serve[kind ?? "echo"]() };
      case "connect":
        while (connections.length < count) {
          const some = Math.min(batch, count - connections.length);
          const ready = Array.from({ length: some }, () => contender.connect(port));
          connections.push(...(await Promise.all(ready)));
        }
        break;
      case "trips": {
        const each = Math.ceil(count / connections.length);
        await Promise.all(connections.map((one) => contender.roundTrips(one, each)));
        break;
      }
      case "bulk":
        await contender.sendBulk(port, count, block);
        break;
      case "dial":
        for (let i = 0; i < count; i++) await contender.connectAndClose(port);
        break;
      case "memory":
        return await memory();
    }
    return {};
  }

  for await (const line of createInterface({ input: process.stdin })) {
    const began = performance.now();
    const before = process.cpuUsage();
    const answer = await carryOut(JSON.parse(line));
    const { user, system } = process.cpuUsage(before);
    const wall = (performance.now() - began) * 1000;
    // The time since the process began: of a server, the caller takes the difference.
    const total = process.cpuUsage();
    const cpu = user + system;
    console.log(JSON.stringify({ ...answer, wall, cpu, total: total.user + total.system }));
  }
  process.exit();
}

/**
 * Bytes in use once garbage is gone. The young part of the heap is brought to its full size first:
 * that it grows while connections are made is no cost of a connection that stays.
 */
async function memory() {
  for (let i = 0; i < 4; i++) {
    churn();
    globalThis.gc?.();
    await new Promise((done) => setImmediate(done));
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}

/** Makes objects of which some live through a collection or two, as those of a busy program do. */
function churn() {
  /** @type {object[]} */
  const recent = [];
  for (let i = 0; i < 1_000_000; i++) recent[i % 100_000] = { i };
}
