/** A failure found here, before any system call: its code, and the state that was found. */
export class Refusal extends Error {
  readonly code: string;
  readonly state: string;

  constructor(code: string, state: string, options?: ErrorOptions) {
    super(state, options);
    this.code = code;
    this.state = state;
  }
}
