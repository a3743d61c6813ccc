/** So many milliseconds belong to calls that do not wait, before the event loop turns. */
const slice = 0.25;
/** When such calls began in this turn; undefined while there was none. */
let began: number | undefined;
/** Who waits for a turn. The first of them gets the next one. */
const parked: (() => void)[] = [];

/**
 * The result of a call that did not have to wait. A loop of such calls would never let the event
 * loop turn: no timer would fire, and no other connection be served. So all of them together have
 * one slice of each turn. When it is over, they wait, and each turn goes on with one of them: however
 * many they are, a call that really has to wait comes back after one slice.
 */
export function inTurn<T>(result: T): Promise<T> {
  if (began === undefined) start();
  else if (performance.now() - began > slice) {
    return new Promise((resolve) => parked.push(() => resolve(result)));
  }
  return Promise.resolve(result);
}

function start(): void {
  began = performance.now();
  setImmediate(next);
}

function next(): void {
  began = undefined;
  const first = parked.shift();
  if (!first) return;
  start();
  first();
}

/** The turns of one connection: its first call after a wait is free, as the wait was a turn for all. */
export class Turns {
  #hasWaited = false;

  waited(): void {
    this.#hasWaited = true;
  }

  take<T>(result: T): Promise<T> {
    if (!this.#hasWaited) return inTurn(result);
    this.#hasWaited = false;
    return Promise.resolve(result);
  }
}
