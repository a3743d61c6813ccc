/** A failure that the person at the terminal can mend: its message is all they need to see. */
export class Problem extends Error {
  /** @override */
  name = "Problem";
}
