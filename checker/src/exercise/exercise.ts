import type { Trial } from "./trial.js";

/** One exercise of a notebook. */
export interface Exercise {
  /** The notebook's number and its own: `03.1`. */
  readonly id: string;
  readonly title: string;
  /** The heading to read again, word for word as it stands in the notebook. */
  readonly reread: string;
  /**
   * Tries what the learner made. Returns when all is right; the trial fails it otherwise. It may
   * wait only through the trial, and sends other data at each run.
   */
  check(trial: Trial, ...made: unknown[]): Promise<void>;
}

/** A notebook with its exercises, in its order. */
export interface Chapter {
  /** The name of the file, without its ending: `03-thanks-for-connecting`. */
  readonly notebook: string;
  readonly title: string;
  readonly exercises: readonly Exercise[];
}
