/** What a failed check shows beside the name of the diagnosis. */
export interface Evidence {
  readonly expected?: string | undefined;
  readonly came?: string | undefined;
}

/** What is wrong with a program, by a name that a class can talk about. Thrown by a criterion that fails. */
export class Diagnosis extends Error {
  override readonly name = "Diagnosis";
  readonly evidence: Evidence;

  constructor(diagnosis: string, evidence: Evidence = {}) {
    super(diagnosis);
    this.evidence = evidence;
  }
}
