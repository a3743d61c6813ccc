import { shown } from "./shown.js";

const most = 60;

/** What one check did and saw, line by line, in the order in which it happened. */
export class Transcript {
  readonly #lines: string[] = [];
  #left = 0;

  get lines(): readonly string[] {
    if (this.#left === 0) return this.#lines;
    return [...this.#lines, `… and ${this.#left} more`];
  }

  note(line: string): void {
    if (this.#lines.length < most) this.#lines.push(line);
    else this.#left++;
  }

  sent(who: string, bytes: Uint8Array | string): void {
    this.note(this.#isFull ? "" : `${who} → ${shown(bytes)}`);
  }

  received(who: string, bytes: Uint8Array): void {
    this.note(this.#isFull ? "" : `${who} ← ${shown(bytes)}`);
  }

  /** From then on lines are only counted: a program may send without end. */
  get #isFull(): boolean {
    return this.#lines.length >= most;
  }
}
