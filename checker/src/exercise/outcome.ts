import type { Made } from "./trial.js";

/** How a call of the learner's function went: it gave a value, or it threw. */
export type CallOutcome<Result> = { readonly value: Result } | { readonly error: unknown };

/** The learner's function, for an attempt in which it should throw: its error becomes a result. */
export function settled<Arguments extends readonly unknown[], Result>(
  made: Made<Arguments, Result>,
): (...given: Arguments) => Promise<CallOutcome<Result>> {
  return async (...given) => {
    try {
      return { value: await made(...given) };
    } catch (error) {
      return { error };
    }
  };
}
