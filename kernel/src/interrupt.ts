import { type CellRun, current } from "./cell.js";

/** What the code of an interrupted cell gets thrown where it waits or loops. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("the cell was interrupted");
  }
}

/** After an interrupt a cell may clean up for so long; then every wait and every loop of it ends. */
const GRACE_MS = 250;
/** A loop of an earlier cell is only stopped when it has kept everything else waiting this long. */
const BLOCKED_MS = 1000;

/** A place in the code of a cell: which compiled script, and where in it. */
export type Place = readonly [script: number, position: number];
export type NotePlace = (error: unknown, place: Place) => void;

/**
 * The guards that the compiled code of cells calls, and the interrupt that makes them throw. The
 * thread of the channels counts interrupts in shared memory, so a loop that never gives the event
 * loop a turn still sees them.
 */
export class Interrupts {
  running: CellRun | undefined;
  readonly #requested: Int32Array;
  readonly #note: NotePlace;
  #handled = 0;
  #blockedSince: number | undefined;
  readonly #stopped = new WeakMap<CellRun, number>();
  #any = false;

  constructor(requested: Int32Array, note: NotePlace) {
    this.#requested = requested;
    this.#note = note;
  }

  /** An interrupt that arrived as a message; a loop may have seen it before. */
  receive(serial: number): void {
    this.#blockedSince = undefined;
    if (serial <= this.#handled) return;
    this.#handled = serial;
    this.interruptRunning();
  }

  /** Ends what the running cell waits for; its loops end at their next turn. */
  interruptRunning(): Error {
    const cell = this.running;
    const reason = new Interrupted();
    if (cell === undefined) return reason;
    this.#any = true;
    // Counted from the first: who interrupts again and again must not let it go on.
    if (!this.#stopped.has(cell)) this.#stopped.set(cell, performance.now());
    cell.abort(reason);
    stopWaits(cell, reason);
    setTimeout(() => stopWaits(cell, reason), GRACE_MS + 10); // Timers may be a little early.
    return reason;
  }

  /** Guards `await value` in the code of a cell. */
  readonly wait = (value: unknown, ...place: Place): unknown => {
    const cell = current();
    if (this.#isPastGrace(cell)) throw cell?.signal.reason;
    if (!isThenable(value)) return value;
    return new Promise((resolve, reject) => {
      const fail = (reason: unknown) => {
        cell?.waits.delete(fail);
        this.#note(reason, place);
        reject(reason);
      };
      cell?.waits.add(fail);
      value.then((settled) => {
        cell?.waits.delete(fail);
        resolve(settled);
      }, fail);
    });
  };

  /** Guards `for await (… of iterable)` in the code of a cell. */
  readonly each = (iterable: Iterated, ...place: Place): AsyncIterable<unknown> => {
    const inner = iterable[Symbol.asyncIterator]?.() ?? awaitEach(iterable);
    const next = async () => {
      try {
        return (await this.wait(inner.next(), ...place)) as IteratorResult<unknown>;
      } catch (error) {
        // The loop takes a failed next() for the end; an interrupted source must hear of it.
        if (error instanceof Interrupted) void inner.return?.().then(undefined, () => undefined);
        throw error;
      }
    };
    const end = () =>
      inner.return?.() ?? Promise.resolve({ done: true as const, value: undefined });
    return { [Symbol.asyncIterator]: () => ({ next, return: end }) };
  };

  /** Guards each turn of a loop in the code of a cell. */
  readonly check = (): void => {
    const requested = Atomics.load(this.#requested, 0);
    if (requested !== this.#handled) this.#stopBlocking(requested);
    else if (this.#any && this.#isPastGrace(current())) throw current()?.signal.reason;
  };

  /** Called by a loop while an interrupt waits to be handled, so the thread has been busy since. */
  #stopBlocking(requested: number): void {
    const ofRunningCell = current() === this.running;
    this.#blockedSince ??= performance.now();
    if (!ofRunningCell && performance.now() - this.#blockedSince < BLOCKED_MS) return;
    this.#handled = requested;
    this.#blockedSince = undefined;
    throw ofRunningCell ? this.interruptRunning() : new Interrupted();
  }

  #isPastGrace(cell: CellRun | undefined): boolean {
    const since = cell && this.#stopped.get(cell);
    return since !== undefined && performance.now() - since > GRACE_MS;
  }
}

interface Iterated extends Partial<AsyncIterable<unknown>>, Partial<Iterable<unknown>> {}

/** What `for await` does with a plain iterable: it waits for each of its values. */
async function* awaitEach(iterable: Iterated): AsyncGenerator<unknown> {
  yield* iterable as Iterable<unknown>;
}

function stopWaits(cell: CellRun, reason: Error): void {
  for (const fail of [...cell.waits]) fail(reason);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
  return typeof (value as { then?: unknown }).then === "function";
}
