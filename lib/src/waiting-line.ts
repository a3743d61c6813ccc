import type { Call } from "./call.js";
import { notebook } from "./notebook.js";

/** What every waiting call takes as its last argument. */
export interface WaitOptions {
  /** Ends the wait: the call fails with the signal's reason, and the socket stays usable. */
  signal?: AbortSignal | undefined;
}

/** How long a call may wait: the socket's timeout, and the call's own options. */
export interface Limits extends WaitOptions {
  readonly seconds: number | null;
  /** Called when a timeout or a signal takes the call out of its line. */
  readonly withdrawn?: () => void;
}

/** A call that waits. `want` is what it waits for, in the terms of its line. */
class WaitingCall<Want, Result> {
  readonly call: Call;
  readonly want: Want;
  readonly promise: Promise<Result>;
  /** The call behind this one in its line. */
  next: WaitingCall<Want, Result> | undefined;
  #resolve!: (result: Result) => void;
  #reject!: (reason: unknown) => void;
  #release: (() => void) | undefined;

  constructor(call: Call, want: Want) {
    this.call = call;
    this.want = want;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Arms the timeout and the signals, which take the call out of its line. */
  watch({ seconds, signal, withdrawn }: Limits, line: WaitingLine<Want, Result>): void {
    const cellSignal = notebook()?.currentCell()?.signal;
    if (seconds === null && !signal && !cellSignal) return;
    this.#arm(line, seconds, [signal, cellSignal], withdrawn);
  }

  #arm(
    line: WaitingLine<Want, Result>,
    seconds: number | null,
    signals: readonly (AbortSignal | undefined)[],
    withdrawn: (() => void) | undefined,
  ): void {
    const giveUp = (reason: () => unknown) => {
      if (!line.leave(this)) return;
      withdrawn?.();
      this.reject(reason());
    };
    const late = () => this.#late(seconds ?? 0);
    // What has already arrived wins over a timeout that fires first: one turn more for it.
    const onTime = () => setImmediate(giveUp, late);
    const timer = seconds === null ? undefined : setTimeout(onTime, milliseconds(seconds));
    const releases = signals.map((each) =>
      onAbort(each, (reason) => {
        giveUp(() => {
          this.call.withdraw();
          return reason;
        });
      }),
    );
    this.#release = () => {
      clearTimeout(timer);
      for (const release of releases) release();
    };
  }

  resolve(result: Result): void {
    this.#release?.();
    this.#resolve(result);
  }

  reject(reason: unknown): void {
    this.#release?.();
    this.#reject(reason);
  }

  #late(seconds: number): unknown {
    if (seconds === 0) return this.call.fail("EAGAIN");
    return this.call.fail("ETIMEDOUT", `the timeout of ${seconds} s is over`);
  }
}

/**
 * Calls that wait for the same thing: first come, first served; a withdrawn one takes nothing. The
 * calls are linked, since most lines hold one call at most and an array would be larger than it.
 */
export class WaitingLine<Want, Result> {
  #first: WaitingCall<Want, Result> | undefined;
  #last: WaitingCall<Want, Result> | undefined;

  get first(): WaitingCall<Want, Result> | undefined {
    return this.#first;
  }

  join(call: Call, want: Want, limits: Limits): Promise<Result> {
    const waiting = new WaitingCall<Want, Result>(call, want);
    if (this.#last) this.#last.next = waiting;
    else this.#first = waiting;
    this.#last = waiting;
    waiting.watch(limits, this);
    return waiting.promise;
  }

  /** Takes a call out of the line; false when it is no longer in it. */
  leave(waiting: WaitingCall<Want, Result>): boolean {
    let before: WaitingCall<Want, Result> | undefined;
    let each = this.#first;
    while (each && each !== waiting) {
      before = each;
      each = each.next;
    }
    if (!each) return false;
    if (before) before.next = each.next;
    else this.#first = each.next;
    if (this.#last === each) this.#last = before;
    return true;
  }

  /** Gives the first call its result. */
  serve(result: Result): void {
    this.#shift()?.resolve(result);
  }

  /** Fails the first call. */
  refuse(reason: unknown): void {
    this.#shift()?.reject(reason);
  }

  /** Ends every waiting call with an error of its own; tells whether there was one. */
  failAll(reason: (call: Call) => unknown): boolean {
    let waiting = this.#first;
    const some = waiting !== undefined;
    this.#first = undefined;
    this.#last = undefined;
    for (; waiting; waiting = waiting.next) waiting.reject(reason(waiting.call));
    return some;
  }

  #shift(): WaitingCall<Want, Result> | undefined {
    const waiting = this.#first;
    this.#first = waiting?.next;
    if (!this.#first) this.#last = undefined;
    return waiting;
  }
}

function onAbort(signal: AbortSignal | undefined, heard: (reason: unknown) => void): () => void {
  if (!signal) return () => undefined;
  const listener = () => heard(signal.reason);
  signal.addEventListener("abort", listener);
  if (signal.aborted) queueMicrotask(listener);
  return () => signal.removeEventListener("abort", listener);
}

/** Node's timers hold at most 2³¹ − 1 ms; a longer timeout than these 24 days is cut to it. */
function milliseconds(seconds: number): number {
  return Math.min(Math.ceil(seconds * 1000), 2 ** 31 - 1);
}
