import { exerciseOf } from "../exercises.js";
import { conduct } from "./conduct.js";
import { noteSolved } from "./progress-file.js";
import { tell } from "./tell.js";

/**
 * Checks what the learner made for an exercise, and says what it found. Resolves when it has said
 * so, whatever that is; where SOCKETBOOK_GRADING is set, for a class that is graded, it fails unless
 * the exercise is solved.
 * @example await check("01.1", answerWithLength);
 */
export async function check(id: string, ...made: unknown[]): Promise<void> {
  const exercise = exerciseOf(id);
  if (!exercise) throw new RangeError(`there is no exercise ${id}; progress() lists them all`);
  const outcome = await conduct(exercise, made);
  console.log(tell(exercise, outcome));
  if (outcome.kind === "solved" && !noteSolved(id)) {
    console.log("  It cannot be written down here, so only this kernel remembers it.");
  }
  if (process.env.SOCKETBOOK_GRADING && outcome.kind !== "solved") {
    throw new Error(`exercise ${id} is not solved`);
  }
}
