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

  /** Arms the timeout and the signals. `leave` takes the call out of its line. */
  watch({ seconds, signal, withdrawn }: Limits, leave: () => boolean): void {
    const cellSignal = notebook()?.currentCell()?.signal;
    if (seconds === null && !signal && !cellSignal) return;

    const giveUp = (reason: () => unknown) => {
      if (!leave()) return;
      withdrawn?.();
      this.reject(reason());
    };
    const late = () => this.#late(seconds ?? 0);
    // What has already arrived wins over a timeout that fires first: one turn more for it.
    const onTime = () => setImmediate(giveUp, late);
    const timer = seconds === null ? undefined : setTimeout(onTime, milliseconds(seconds));
    const releases = [signal, cellSignal].map((each) =>
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

/** Calls that wait for the same thing: first come, first served; a withdrawn one takes nothing. */
export class WaitingLine<Want, Result> {
  readonly #calls: WaitingCall<Want, Result>[] = [];

  get first(): WaitingCall<Want, Result> | undefined {
    return this.#calls[0];
  }

  join(call: Call, want: Want, limits: Limits): Promise<Result> {
    const waiting = new WaitingCall<Want, Result>(call, want);
    this.#calls.push(waiting);
    waiting.watch(limits, () => {
      const place = this.#calls.indexOf(waiting);
      if (place >= 0) this.#calls.splice(place, 1);
      return place >= 0;
    });
    return waiting.promise;
  }

  /** Gives the first call its result. */
  serve(result: Result): void {
    this.#calls.shift()?.resolve(result);
  }

  /** Fails the first call. */
  refuse(reason: unknown): void {
    this.#calls.shift()?.reject(reason);
  }

  /** Ends every waiting call with an error of its own; tells whether there was one. */
  failAll(reason: (call: Call) => unknown): boolean {
    const calls = this.#calls.splice(0);
    for (const waiting of calls) waiting.reject(reason(waiting.call));
    return calls.length > 0;
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
