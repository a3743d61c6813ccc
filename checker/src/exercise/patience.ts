import { Failure } from "./failure.js";

interface Wait {
  readonly give: (reason: Error) => void;
  /** What has come so far, for the one who reads why it was given up. */
  readonly sofar: () => string;
  readonly likely: string | undefined;
}

const defaultSeconds = 10;
const mostTurns = 12;
/** A timer that comes so late tells that the machine was busy or asleep, not that nobody answered. */
const late = 500;

/**
 * How long a check waits. The time counts from the last event, so a slow machine is no failure as
 * long as something happens; after twelve times as long the check ends whatever happens.
 */
export class Patience {
  readonly seconds = Number(process.env.SOCKETBOOK_PATIENCE) || defaultSeconds;
  /** How many functions of the learner were started to run beside the check, and have returned. */
  started = 0;
  returned = 0;
  readonly #begun = performance.now();
  readonly #waits = new Set<Wait>();
  #heard = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #ended: Error | undefined;

  /** All that was started has returned, so nothing more will come of it. */
  get isIdle(): boolean {
    return this.started > 0 && this.started === this.returned;
  }

  /** Something has happened: all that wait begin to wait anew. */
  heard(): void {
    this.#heard = performance.now();
  }

  /** Resolves or fails as `work` does, and fails when nothing has happened for too long. */
  async wait<T>(work: PromiseLike<T>, sofar: () => string, likely?: string): Promise<T> {
    if (this.#ended) {
      work.then(undefined, () => undefined); // Nobody will ask how it went.
      throw this.#ended;
    }
    let waiting: Wait | undefined;
    const given = new Promise<never>((_, give) => {
      waiting = { give, sofar, likely };
      this.#waits.add(waiting);
    });
    this.heard();
    this.#arm();
    try {
      return await Promise.race([work, given]);
    } finally {
      if (waiting) this.#waits.delete(waiting);
      if (this.#waits.size === 0) this.#disarm();
      this.heard();
    }
  }

  /** Resolves when it holds: for what no event tells. */
  async until(holds: () => boolean, sofar: () => string, likely?: string): Promise<void> {
    let asking: NodeJS.Timeout | undefined;
    const work = new Promise<void>((done) => {
      asking = setInterval(() => holds() && done(), 2);
    });
    try {
      await this.wait(work, sofar, likely);
    } finally {
      clearInterval(asking);
    }
  }

  /** Fails all that wait, and all that would wait later. */
  end(reason: Error): void {
    this.#ended ??= reason;
    for (const { give } of this.#waits) give(this.#ended);
  }

  #arm(): void {
    if (this.#timer) return;
    const now = performance.now();
    const due = Math.max(1, this.#heard + this.seconds * 1000 - now);
    this.#timer = setTimeout(() => this.#look(now + due), due);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(due: number): void {
    this.#timer = undefined;
    const now = performance.now();
    if (now - due > late) this.heard();
    if (now - this.#begun > this.seconds * 1000 * mostTurns) this.#giveUp("and it never ended");
    else if (now - this.#heard < this.seconds * 1000) this.#arm();
    else this.#giveUp(`and then nothing for ${this.seconds} seconds`);
  }

  #giveUp(silence: string): void {
    for (const { give, sofar, likely } of this.#waits) {
      give(new Failure(`${sofar()}, ${silence}`, likely));
    }
  }
}
