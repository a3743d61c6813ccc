import { watchBackground } from "./background.js";
import type { Exercise } from "./exercise.js";
import { Failure, Interrupted, NotSolvedYet } from "./failure.js";
import { isUntouched, notebook, thrown } from "./learner.js";
import { Trial } from "./trial.js";

/** How a check ended. */
export type Outcome =
  | { readonly kind: "solved" | "untouched" | "interrupted" }
  | { readonly kind: "broken"; readonly error: unknown }
  | {
      readonly kind: "failed";
      readonly tried: string;
      readonly expected: string;
      readonly came: string;
      readonly likely: string | undefined;
    };

/** Runs one check. It always resolves, leaves nothing open that it opened, and can be repeated. */
export async function conduct(exercise: Exercise, made: readonly unknown[]): Promise<Outcome> {
  if (made.length === 0 || made.some(isUntouched)) return { kind: "untouched" };
  const trial = new Trial();
  const endWatch = watchBackground((error) => trial.patience.end(thrown(error)));
  const interrupt = () => trial.patience.end(new Interrupted());
  const signal = notebook()?.currentCell()?.signal;
  signal?.addEventListener("abort", interrupt);
  try {
    await exercise.check(trial, ...made);
    if (trial.expectations === 0) throw new Error("the check expects nothing");
    return { kind: "solved" };
  } catch (error) {
    return outcomeOf(error, trial);
  } finally {
    signal?.removeEventListener("abort", interrupt);
    await trial.close();
    await endWatch(); // A loop whose socket was just closed has failed by that: nobody need hear it.
  }
}

function outcomeOf(error: unknown, trial: Trial): Outcome {
  if (error instanceof NotSolvedYet) return { kind: "untouched" };
  if (error instanceof Interrupted) return { kind: "interrupted" };
  if (!(error instanceof Failure)) return { kind: "broken", error };
  const { tried, expected } = trial;
  return { kind: "failed", tried, expected, came: error.came, likely: trial.likelyOf(error) };
}
