import type { Content } from "./wire.js";

type Entry = readonly [session: number, number: number, input: string, output: string | null];

/** What was run since this kernel started; a session of its own, as far as the protocol goes. */
export class History {
  readonly #entries: Entry[] = [];

  add(number: number, input: string, output: string | null): void {
    this.#entries.push([1, number, input, output]);
  }

  /** The content of a `history_reply`. */
  answer(asked: Content): Content {
    const history = this.#select(asked).map(([session, number, input, output]) => [
      session,
      number,
      asked.output === true ? [input, output] : input,
    ]);
    return { status: "ok", history };
  }

  #select(asked: Content): readonly Entry[] {
    if (asked.hist_access_type === "range") {
      const start = Number(asked.start ?? 0);
      const stop = Number(asked.stop ?? Number.POSITIVE_INFINITY);
      return this.#entries.filter(([, number]) => number >= start && number < stop);
    }
    const n = asked.n == null ? this.#entries.length : Number(asked.n);
    if (asked.hist_access_type !== "search") return n === 0 ? [] : this.#entries.slice(-n);
    const pattern = glob(String(asked.pattern ?? "*"));
    const found = this.#entries.filter(([, , input]) => pattern.test(input));
    const kept = asked.unique === true ? withoutRepeats(found) : found;
    return n === 0 ? [] : kept.slice(-n);
  }
}

/** Of several entries with the same input only the last. */
function withoutRepeats(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry[2], entry])).values()];
}

/** A pattern of a shell: `*` is any text, `?` any character. */
function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
