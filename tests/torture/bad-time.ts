import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Finding, type Torture } from "./finding.js";
import { Server, seesProcesses } from "./server.js";
import { sharedFolder } from "./shared-folder.js";
import type { System } from "./systems.js";

const longWait = 3600; // seconds: no server loses its patience while it is measured

export interface Times {
  /** The time that 99 of 100 honest clients took at most, in milliseconds. */
  readonly idle: number;
  readonly besieged: number;
}

/**
 * Besieges a server with `crowd` clients that take their time: a third says nothing, a third sends a
 * byte a second, a third sends its lines and reads nothing. Meanwhile every honest client must be served.
 * Their times are taken by turns with those at an idle server, so that both saw the same machine.
 */
export async function badTime(
  system: System,
  torture: Torture,
  { crowd, clients }: { crowd: number; clients: number },
): Promise<Times> {
  const shared = sharedFolder();
  const root = system.script === "file-server" ? ["--root", shared.root] : [];
  const options = [...system.options, ...root, "--timeout", String(longWait)];
  const slow: Socket[] = [];
  const drip = setInterval(() => sendByte(slow), 1000);
  try {
    await using idle = await Server.start(system.script, options);
    await using besieged = await Server.start(system.script, options);
    const before = seesProcesses ? besieged.descriptors() : 0;
    await gather(slow, besieged.port, crowd);

    const took = { idle: [] as number[], besieged: [] as number[] };
    for (let client = 0; client < clients; client++) {
      took.idle.push(await timed(system, idle, torture, crowd));
      took.besieged.push(await timed(system, besieged, torture, crowd));
    }
    const held = seesProcesses ? besieged.descriptors() - before : crowd;
    if (held < crowd / 3) throw found(system, torture, `holds ${held} of ${crowd} slow clients`);
    return { idle: slowest(took.idle), besieged: slowest(took.besieged) };
  } finally {
    clearInterval(drip);
    for (const socket of slow) socket.destroy();
    shared.remove();
  }
}

/** Connects them all. Those of the last third send and never read. */
async function gather(slow: Socket[], port: number, crowd: number): Promise<void> {
  for (let number = 0; number < crowd; number++) {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.on("error", () => socket.destroy()); // the server may hang up on them whenever it likes
    slow.push(socket);
    await once(socket, "connect");
    if (number % 3 === 2) socket.write("slow\n".repeat(100));
    else socket.resume();
  }
}

function sendByte(slow: readonly Socket[]): void {
  for (const [number, socket] of slow.entries()) {
    if (number % 3 === 1 && socket.writable) socket.write("s");
  }
}

/** How long one honest client takes, in milliseconds; it must get its answer. */
async function timed(
  system: System,
  server: Server,
  torture: Torture,
  crowd: number,
): Promise<number> {
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("nothing, and waits"), torture.release * 1000);
  });
  const served = system.talk
    .honest(server.port, system.good)
    .catch((error: Error) => error.message);
  const got = await Promise.race([served, tooLong]);
  clearTimeout(timer);
  if (system.answer.test(got)) return performance.now() - start;
  throw found(system, torture, `among ${crowd} slow clients an honest one got "${got}"`);
}

function slowest(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(0.99 * sorted.length) - 1] ?? Number.NaN;
}

function found(system: System, { seed }: Torture, what: string): Finding {
  return new Finding(
    `${system.name}: ${what}`,
    `--seed ${seed} --part time --only "${system.name}"`,
  );
}
