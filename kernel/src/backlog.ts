/** So much of what cells put out may be on its way, in units of 1024 characters: 8 million. */
const MOST = 8192;
const UNIT = 1024;
/** An interrupt is looked for this often while a cell waits here. */
const LOOK_MS = 20;

/**
 * What cells have put out and the front end has not yet taken, counted in memory that both threads
 * see. A cell that puts out more than the front end takes waits, as a program waits for its
 * terminal: else a loop that prints for ever would take all the memory there is.
 */
export class Backlog {
  readonly count: Int32Array<SharedArrayBuffer>;

  constructor(count = new Int32Array(new SharedArrayBuffer(4))) {
    this.count = count;
  }

  /** Counts a message with so many characters; `leave` wants what this returns. */
  enter(characters: number): number {
    const units = Math.ceil(characters / UNIT) + 1;
    Atomics.add(this.count, 0, units);
    return units;
  }

  leave(units: number): void {
    Atomics.sub(this.count, 0, units);
    Atomics.notify(this.count, 0);
  }

  /** Blocks this thread while there is too much; an interrupt lets the cell go on, to its end. */
  waitForRoom(interrupts: Int32Array): void {
    const before = Atomics.load(interrupts, 0);
    for (;;) {
      const now = Atomics.load(this.count, 0);
      if (now <= MOST || Atomics.load(interrupts, 0) !== before) return;
      Atomics.wait(this.count, 0, now, LOOK_MS);
    }
  }
}
