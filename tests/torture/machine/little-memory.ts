import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { Besiegers } from "../besiegers.js";
import { Finding, type Torture } from "../finding.js";
import { noRoomFor } from "../room.js";
import { type Place, Server, seesProcesses } from "../server.js";
import { sharedFolder } from "../shared-folder.js";
import type { System } from "../systems.js";

const longWait = 3600; // seconds: no server loses its patience with the crowd
const most = 256; // MiB
const large = 8 * 1024 * 1024; // bytes: more than the system holds for one connection

/** Node by itself gives its youngest objects little room where memory is short; here it is told to. */
const small: Place = {
  host: "127.0.0.1",
  command: ([node = "", ...line]) => [node, "--max-semi-space-size=4", ...line],
};

/** Why a crowd of that size cannot be tried here; undefined where it can. */
export function whyNoCrowd(crowd: number): string | undefined {
  return seesProcesses
    ? noRoomFor(crowd)
    : "this system does not tell how much memory a process has";
}

/**
 * So many clients come to one server at once, two times: some say nothing, some are slow, some send and
 * never read; crowd.ts tells how. Among them an honest client must be served, and the server must never
 * hold more than 256 MiB. When they have gone it must let go of them all. Throws a `Finding`.
 */
export async function littleMemory(
  system: System,
  torture: Torture,
  crowd: number,
): Promise<string> {
  const shared = sharedFolder();
  writeFileSync(join(shared.root, "large"), Buffer.alloc(large, "x"));
  const root = system.script === "file-server" ? ["--root", shared.root] : [];
  const options = [...system.options, ...root, "--timeout", String(longWait)];
  const found = (what: string) =>
    new Finding(`${system.name}: ${what}`, `--part machine --only "memory ${system.name}"`);
  try {
    await using server = await Server.start(system.script, options, "", small);
    if (!system.answer.test(await honest(system, server))) throw found("serves nobody");
    const [open, start] = [server.descriptors(), server.memory()];
    const peaks: number[] = [];
    for (let round = 1; round <= 2; round++) {
      torture.progress(`memory ${system.name}: ${crowd} clients come, time ${round}`);
      const got = await amid(server.port, crowd, torture, () => honest(system, server));
      const peak = server.lives ? peakOf(server) : Number.NaN;
      peaks.push(peak);
      if (!server.lives) throw found(`ended with ${crowd} clients: ${server.notes.slice(-500)}`);
      if (!system.answer.test(got))
        throw found(`among ${crowd} clients an honest one got "${got}"`);
      if (peak > most) throw found(`holds ${peak.toFixed(0)} MiB for ${crowd} clients`);
      if (!(await letsGo(server, open, torture))) {
        const left = server.descriptors() - open;
        throw found(`still holds ${left} descriptors of clients that have gone`);
      }
    }
    const [before, highest] = [start, Math.max(...peaks)].map((value) => value.toFixed(0));
    return `${system.name}: ${before} MiB before, ${highest} MiB at most with ${crowd} clients`;
  } finally {
    shared.remove();
  }
}

/** What `meanwhile` gives while the crowd is there. */
async function amid(
  port: number,
  crowd: number,
  { release }: Torture,
  meanwhile: () => Promise<string>,
): Promise<string> {
  await using besiegers = new Besiegers(port, crowd);
  const late = passed(5 * release * 1000, "nothing, and waits", { ref: false });
  try {
    await Promise.race([besiegers.come, late]);
  } catch {
    return "nobody: the crowd could not come";
  }
  return await Promise.race([meanwhile(), late]);
}

/** The most that a process ever had in memory, in MiB: see proc_pid_status(5). */
function peakOf({ pid }: Server): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** The system tells nobody when another process closes a descriptor. */
async function letsGo(server: Server, open: number, { release }: Torture): Promise<boolean> {
  const deadline = performance.now() + release * 1000;
  while (server.descriptors() > open) {
    if (performance.now() > deadline) return false;
    await passed(50);
  }
  return true;
}

async function honest(system: System, server: Server): Promise<string> {
  return system.talk.honest(server.port, system.good).catch((error: Error) => error.message);
}
