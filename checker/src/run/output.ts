const kept = 64 * 1024;

/** What a program printed: all of it when it is short, else its beginning. Memory stays bounded. */
export class Output {
  #text = "";
  #length = 0;

  /** How many characters the program printed in all. */
  get length(): number {
    return this.#length;
  }

  add(text: string): void {
    this.#length += text.length;
    if (this.#text.length < kept) this.#text += text.slice(0, kept - this.#text.length);
  }

  toString(): string {
    return this.#text;
  }

  /** The last lines, for a report; of what a program printed without end, the last that were kept. */
  lastLines(count: number): string[] {
    return this.#text.trimEnd().split("\n").slice(-count);
  }
}
