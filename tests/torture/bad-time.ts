import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Besiegers } from "./besiegers.js";
import { Finding, type Torture } from "./finding.js";
import { Server, seesProcesses } from "./server.js";
import { sharedFolder } from "./shared-folder.js";
import type { System } from "./systems.js";

const longWait = 3600; // seconds: no server loses its patience while it is measured
const longestRound = 120; // seconds, where clients are served so late that not all can be measured
const large = 8 * 1024 * 1024; // bytes: more than the system holds for one connection

export interface Siege {
  /** How many clients take their time, and how many honest ones are measured in a round. */
  readonly crowd: number;
  readonly clients: number;
  /** So many times the p99 of an idle server is the most that a besieged one may have. */
  readonly most: number;
  /** So many rounds may miss it before it counts: one alone may have met a busy machine. */
  readonly rounds: number;
}

export interface Times {
  /** The time that 99 of 100 honest clients took at most, in milliseconds. */
  readonly idle: number;
  readonly besieged: number;
}

/**
 * Besieges a server with a crowd of clients that take their time or flood it; crowd.ts tells how.
 * Meanwhile every honest client must be served, and nearly as fast as at an idle server. Their times are
 * taken by turns with those at an idle server, so that both saw the same machine.
 */
export async function badTime(system: System, torture: Torture, siege: Siege): Promise<Times> {
  const { crowd, most, rounds } = siege;
  const shared = sharedFolder();
  writeFileSync(join(shared.root, "large"), Buffer.alloc(large, "x"));
  const root = system.script === "file-server" ? ["--root", shared.root] : [];
  const options = [...system.options, ...root, "--timeout", String(longWait)];
  try {
    await using idle = await Server.start(system.script, options);
    await using besieged = await Server.start(system.script, options);
    const before = seesProcesses ? besieged.descriptors() : 0;
    await using besiegers = new Besiegers(besieged.port, crowd);
    await besiegers.come;

    const missed: string[] = [];
    for (let round = 1; ; round++) {
      const times = await measure(system, torture, siege, { idle, besieged });
      const held = seesProcesses ? besieged.descriptors() - before : crowd;
      if (held < crowd / 5) throw found(system, torture, `holds ${held} of ${crowd} slow clients`);
      if (times.besieged / times.idle <= most) return times;
      missed.push(
        `${times.besieged.toFixed(1)} ms, not ${times.idle.toFixed(1)} ms as at an idle one`,
      );
      if (round === rounds) {
        throw found(system, torture, `p99 among ${crowd} slow clients: ${missed.join("; then ")}`);
      }
    }
  } finally {
    shared.remove();
  }
}

async function measure(
  system: System,
  torture: Torture,
  { crowd, clients }: Siege,
  { idle, besieged }: { idle: Server; besieged: Server },
): Promise<Times> {
  const took = { idle: [] as number[], besieged: [] as number[] };
  const deadline = performance.now() + longestRound * 1000;
  for (let client = 0; client < clients && performance.now() < deadline; client++) {
    took.idle.push(await timed(system, idle, torture, crowd));
    took.besieged.push(await timed(system, besieged, torture, crowd));
  }
  return { idle: slowest(took.idle), besieged: slowest(took.besieged) };
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
