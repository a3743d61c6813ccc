/** What the learner made is not right yet. The trial adds what was tried and what was expected. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly came: string;
  readonly likely: string | undefined;

  constructor(came: string, likely?: string) {
    super(came);
    this.came = came;
    this.likely = likely;
  }
}

/** There is nothing to check: the learner has not begun. */
export class NotSolvedYet extends Error {
  override readonly name = "NotSolvedYet";

  constructor() {
    super("not solved yet");
  }
}

/** The learner has interrupted the cell that checks. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("the check was interrupted");
  }
}
