import { readdirSync, readFileSync } from "node:fs";

/** What the operating system tells about one process at one moment. */
export interface ProcessState {
  readonly pid: number;
  /** Whether one of its threads runs, wants to run, or waits for a disk. */
  readonly busy: boolean;
  /** The processor time that it has used, in clock ticks. */
  readonly ticks: number;
  /** The memory that it holds, in bytes, with what it shares with others. */
  readonly memory: number;
}

/** Whether this system tells about processes in /proc; elsewhere there is nothing to look at. */
export const seesProcesses = process.platform === "linux";

const pageSize = 4096;
export const ticksPerSecond = 100;

interface Row extends ProcessState {
  readonly parent: number;
  readonly session: number;
}

/**
 * The processes that a program consists of: those of its session, and whatever these started, also in a
 * session of its own. `leader` is the process that was started as leader of the session.
 */
export class ProcessFamily {
  readonly #leader: number;
  /** Processes of others, which need no second look: a process cannot come into a family later. */
  #strangers = new Set<string>();

  constructor(leader: number) {
    this.#leader = leader;
  }

  /** Those that live at this moment; none where the system does not tell. */
  look(): ProcessState[] {
    return this.members().map((row) => ({ ...row, busy: row.busy || hasBusyThread(row.pid) }));
  }

  /** The same without a look at their threads: `busy` tells only of the first one. */
  members(): ProcessState[] {
    if (!seesProcesses) return [];
    const names = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const rows = names
      .filter((name) => !this.#strangers.has(name))
      .map((name) => rowOf(Number(name)))
      .filter((row) => row !== undefined);
    const family = this.#membersOf(rows);
    const known = new Set(rows.filter((row) => !family.has(row.pid)).map(({ pid }) => `${pid}`));
    this.#strangers = new Set(names.filter((name) => this.#strangers.has(name) || known.has(name)));
    return rows.filter((row) => family.has(row.pid));
  }

  #membersOf(rows: readonly Row[]): Set<number> {
    const family = new Set([this.#leader]);
    for (let known = 0; known < family.size; ) {
      known = family.size;
      for (const row of rows) {
        if (row.session === this.#leader || family.has(row.parent)) family.add(row.pid);
      }
    }
    return family;
  }
}

/** The memory of a process in bytes, in which what it shares with others counts by its share. */
export function shareOfMemory(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readGone(`/proc/${pid}/smaps_rollup`) ?? "")?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** The processes whose environment holds `marker`: also those that left their session and their parent. */
export function processesMarked(marker: string): number[] {
  if (!seesProcesses) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => readGone(`/proc/${name}/environ`)?.includes(marker) === true)
    .map(Number);
}

/** One line of /proc/PID/stat; a process that is only waiting to be reaped does not count. */
function rowOf(pid: number): Row | undefined {
  const stat = readGone(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name of the program comes second, in brackets, and may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const number = (field: number) => Number(fields[field - 3]);
  const state = fields[0] ?? "";
  if (state === "Z" || state === "X") return undefined;
  return {
    pid,
    busy: isBusy(state),
    parent: number(4),
    session: number(6),
    ticks: number(14) + number(15),
    memory: number(24) * pageSize,
  };
}

function hasBusyThread(pid: number): boolean {
  return listGone(`/proc/${pid}/task`).some((thread) => {
    const stat = readGone(`/proc/${pid}/task/${thread}/stat`);
    return stat !== undefined && isBusy(stat.slice(stat.lastIndexOf(")") + 2)[0] ?? "");
  });
}

function isBusy(state: string): boolean {
  return state === "R" || state === "D";
}

/** The text of a file of /proc, or nothing when its process has ended or belongs to somebody else. */
export function readGone(path: string): string | undefined {
  return orGone(() => readFileSync(path, "latin1"));
}

/** The names in a folder of /proc; none when its process has ended or belongs to somebody else. */
export function listGone(path: string): string[] {
  return orGone(() => readdirSync(path)) ?? [];
}

export function orGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ESRCH", "EACCES", "EPERM", "EINVAL"].includes(code)) return undefined;
    throw error;
  }
}
