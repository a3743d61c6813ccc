/** What is wrong with a program, and how to see it again. */
export class Finding extends Error {
  constructor(what: string, replay: string) {
    super(`${what}\nTo see it again: npm run torture -- ${replay}`);
  }
}

export interface Torture {
  readonly seed: number;
  /** The number of the first attack, and how many there are on each system. */
  readonly from: number;
  readonly inputs: number;
  /** How long a server waits for a silent client, in seconds. */
  readonly patience: number;
  /** How long a server may take to close what a client of a batch left open, in seconds. */
  readonly release: number;
  progress(line: string): void;
}
