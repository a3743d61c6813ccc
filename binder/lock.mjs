import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { state } from "./places.mjs";
import { Problem } from "./problem.mjs";

const file = join(state, "setup.lock");
const beat = 1_000;
const silence = 10_000;

/**
 * Runs `work` while no other set-up of this clone runs. The lock is a file that its owner touches
 * every second; one whose owner is gone, or has not touched it for ten seconds, is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  mkdirSync(state, { recursive: true });
  const mine = `${process.pid} ${hostname()} ${performance.timeOrigin}`;
  await take(mine);
  const timer = setInterval(() => keep(mine), beat);
  const release = () => {
    if (content() === mine) rmSync(file, { force: true });
  };
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    process.off("exit", release);
    release();
  }
}

/** @param {string} mine */
async function take(mine) {
  let seen = { text: "", touched: 0, since: 0 };
  let told = false;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: "wx" });
      return;
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    const text = content();
    const touched = touchedAt();
    if (text !== seen.text || touched !== seen.touched) seen = { text, touched, since: Date.now() };
    if (isGone(text) || Date.now() - seen.since > silence) {
      takeAway(text);
      continue;
    }
    if (!told)
      console.log(
        `Another set-up (process ${text.split(" ")[0]}) is at work here; waiting for it.`,
      );
    told = true;
    await pause(100);
  }
}

/**
 * Removes a lock whose owner is gone. Renamed first, because of two that wait only one may remove
 * it; when what was renamed turns out to be a newer lock, it goes back.
 * @param {string} stale
 */
function takeAway(stale) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  if (readFileSync(aside, "utf8") === stale) rmSync(aside);
  else renameSync(aside, file);
}

/** @param {string} mine */
function keep(mine) {
  if (content() !== mine) {
    console.error(
      new Problem("Another set-up took over, because this one had stopped for a while.").message,
    );
    process.exit(1);
  }
  const now = new Date();
  utimesSync(file, now, now);
}

function content() {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return "";
    throw error;
  }
}

function touchedAt() {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @param {string} text */
function isGone(text) {
  const [pid, host] = text.split(" ");
  // A number means a process only on the machine, or in the container, that gave it.
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}
