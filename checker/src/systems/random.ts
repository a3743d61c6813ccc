/** Numbers and texts that look arbitrary and are the same each time: each criterion has its own seed. */
export class Random {
  #state: number;

  constructor(seed: string) {
    // FNV-1a, so that seeds which differ in one letter differ in every number.
    this.#state = 0x811c9dc5;
    for (const byte of Buffer.from(seed)) {
      this.#state = Math.imul(this.#state ^ byte, 0x01000193) >>> 0;
    }
  }

  /** A whole number from `least` to `most`. */
  integer(least: number, most: number): number {
    // A step of mulberry32.
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const fraction = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    return least + Math.floor(fraction * (most - least + 1));
  }

  /** A word of small letters, never the same from both ends. */
  word(length = this.integer(5, 9)): string {
    const letters = Array.from({ length: length - 1 }, () => this.#letter());
    const last = letters[0] === "z" ? "a" : "z";
    return [...letters, last].join("");
  }

  /** A sentence of so many words. */
  sentence(words = 3): string {
    return Array.from({ length: words }, () => this.word()).join(" ");
  }

  /** A text of exactly so many small letters and spaces. */
  text(length: number): string {
    let text = "";
    while (text.length < length) text += `${this.word()} `;
    return `${text.slice(0, length - 1)}z`;
  }

  /** A word of small letters outside ASCII, each of which has one upper case in every language's table. */
  foreignWord(): string {
    const letters = Array.from("àéîõüçøåþłńśžđğαβγδεζηθκλμπωбвгджзиклмнпрстуфя");
    return Array.from({ length: 6 }, () => letters[this.integer(0, letters.length - 1)]).join("");
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.integer(0, 255)));
  }

  #letter(): string {
    return String.fromCharCode(this.integer(97, 122));
  }
}
