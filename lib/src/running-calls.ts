import type { Call } from "./call.js";
import { type Limits, WaitingLine } from "./waiting-line.js";

/** The calls of one socket that wait for work of Node, each within its own limits. */
export class RunningCalls {
  readonly #lines = new Map<WaitingLine<undefined, unknown>, Limits>();

  /** Resolves with what `work` gives, or fails as the call does when that, or its limit, ends it. */
  async run<T>(call: Call, limits: Limits, work: Promise<T>): Promise<T> {
    const line = new WaitingLine<undefined, unknown>();
    this.#lines.set(line, limits);
    const answer = line.join(call, undefined, limits);
    work.then(
      (result) => line.serve(result),
      (cause) => line.failAll(() => call.failWith(cause)),
    );
    try {
      return (await answer) as T;
    } finally {
      this.#lines.delete(line);
    }
  }

  /** Ends every one of them, and the work it waits for: the socket is closed. */
  failAll(): void {
    for (const [line, { withdrawn }] of this.#lines) {
      line.failAll(closedMeanwhile);
      withdrawn?.();
    }
  }
}

/** What a waiting call fails with when its socket is closed. */
export function closedMeanwhile(call: Call): Error {
  return call.fail("EBADF", "the socket was closed while it waited");
}
