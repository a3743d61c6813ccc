import { setTimeout as pause } from "node:timers/promises";
import { type ProcessFamily, seesProcesses, ticksPerSecond } from "./processes.js";

/** What comes instead of a result that was not worth waiting for any longer. */
export class GivenUp {
  /** It slept all the time, it used the processor all the time, or the clock ran out. */
  readonly why: "idle" | "spins" | "slow";

  constructor(why: GivenUp["why"]) {
    this.why = why;
  }
}

/** Waits for work of a program under test, until waiting longer is pointless. */
export type Patience = <T>(work: Promise<T>, idleSeconds?: number) => Promise<T | GivenUp>;

/** Seconds in which a program that begins may do nothing; where nobody sees what it does, it may be at work. */
export const beginning = seesProcesses ? 5 : 60;

const look = 80; // milliseconds between two looks at the program
const spin = 4; // seconds of processor time for one answer
const much = 1000; // characters that a program prints between two looks
const most = 60; // seconds for one answer, whatever the program does

/**
 * Waits by looking at the program, not at the clock: time counts only while every thread of it sleeps.
 * On a slow or busy machine a program that is about to answer wants to run, and is waited for. Given up
 * is a program that slept for `idle` seconds, or used the processor for seconds, without the result.
 */
export function patienceWithProgram(
  family: ProcessFamily,
  idle: number,
  printed: () => number = () => 0,
): Patience {
  if (!seesProcesses) return patienceByClock(Math.max(10, 3 * idle));
  return async (work, idleSeconds = idle) => {
    const sleeper = new Sleeper(family, idleSeconds, printed);
    for (;;) {
      const done = await settledWithin(work, look);
      if (done !== undefined) return done.value;
      const why = sleeper.whyPointless();
      if (why !== undefined) return new GivenUp(why);
    }
  };
}

/** Looks at a program again and again: how long it has slept, and what it has used since the first look. */
class Sleeper {
  readonly #family: ProcessFamily;
  readonly #idle: number;
  readonly #started = performance.now();
  readonly #firstTicks: number;
  readonly #printed: () => number;
  #ticks: number;
  #text: number;
  #slept = 0;
  #last = this.#started;

  constructor(family: ProcessFamily, idle: number, printed: () => number) {
    this.#family = family;
    this.#idle = idle;
    this.#printed = printed;
    this.#text = printed();
    this.#firstTicks = ticksOf(family).ticks;
    this.#ticks = this.#firstTicks;
  }

  whyPointless(): GivenUp["why"] | undefined {
    const now = performance.now();
    const { ticks, busy } = ticksOf(this.#family);
    const text = this.#printed();
    // Who prints without end sleeps whenever its pipe is full, and this process may be slow to read it.
    const moved = busy || ticks !== this.#ticks || text > this.#text + much;
    this.#text = text;
    // A late look, on a busy machine, counts as one look: nobody knows what happened in between.
    this.#slept = moved ? 0 : this.#slept + Math.min(now - this.#last, 2 * look);
    this.#ticks = ticks;
    this.#last = now;
    if (this.#slept >= this.#idle * 1000) return "idle";
    if (ticks - this.#firstTicks >= spin * ticksPerSecond) return "spins";
    return now - this.#started >= most * 1000 ? "slow" : undefined;
  }
}

/** Waits so many seconds: for a program that cannot be looked at. */
export function patienceByClock(seconds: number): Patience {
  return async (work, idleSeconds = seconds) => {
    const done = await settledWithin(work, idleSeconds * 1000);
    return done === undefined ? new GivenUp("slow") : done.value;
  };
}

async function settledWithin<T>(
  work: Promise<T>,
  milliseconds: number,
): Promise<{ value: T } | undefined> {
  const stop = new AbortController();
  try {
    return await Promise.race([
      work.then((value) => ({ value })),
      pause(milliseconds, undefined, { signal: stop.signal }),
    ]);
  } finally {
    stop.abort();
  }
}

function ticksOf(family: ProcessFamily): { ticks: number; busy: boolean } {
  const processes = family.look();
  return {
    ticks: processes.reduce((sum, { ticks }) => sum + ticks, 0),
    busy: processes.some(({ busy }) => busy),
  };
}
