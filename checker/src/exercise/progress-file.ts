import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone that this file lies in, compiled: checker/dist/exercise. */
const clone = fileURLToPath(new URL("../../../", import.meta.url));

/** When each exercise was solved first: `{ "01.1": "2026-01-31" }`. */
export type Solved = Readonly<Record<string, string>>;

/** What could not be written, in a clone that is read-only; it lasts as long as the kernel. */
let kept: Solved = {};

function path(): string {
  return process.env.SOCKETBOOK_PROGRESS || join(clone, ".socketbook", "progress.json");
}

/** What is solved. A file that is missing or damaged counts for nothing solved. */
export function readSolved(): Solved {
  return { ...fromFile(), ...kept };
}

/** Notes that an exercise is solved; false when only this kernel will remember it. */
export function noteSolved(id: string): boolean {
  const solved = readSolved();
  if (solved[id] !== undefined) return kept[id] === undefined;
  const today = new Date().toISOString().slice(0, 10);
  if (write({ ...solved, [id]: today })) return true;
  kept = { ...kept, [id]: today };
  return false;
}

/** Forgets everything; false when the file cannot be written. */
export function forgetSolved(): boolean {
  kept = {};
  return write({});
}

function fromFile(): Solved {
  let text: string;
  try {
    text = readFileSync(path(), "utf8");
  } catch {
    return {}; // Nothing was solved yet, or nobody may read it.
  }
  try {
    const { solved } = JSON.parse(text) as { solved?: unknown };
    if (typeof solved !== "object" || solved === null) return {};
    return Object.fromEntries(
      Object.entries(solved).filter(([id, day]) => /^\d\d\.\d+$/.test(id) && day !== undefined),
    ) as Solved;
  } catch {
    return {}; // Damaged; the next exercise that is solved writes it anew.
  }
}

/** The whole file or nothing: another kernel may read it at the same moment. */
function write(solved: Solved): boolean {
  const whole = path();
  const part = `${whole}.${process.pid}`;
  try {
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(part, `${JSON.stringify({ solved }, null, 2)}\n`);
    renameSync(part, whole);
    return true;
  } catch {
    if (existsSync(part)) rmSync(part);
    return false; // The caller tells it.
  }
}
