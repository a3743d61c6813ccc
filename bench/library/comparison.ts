import { type ContenderName, type Kind, Pair } from "./contender.js";

/** What one contender needed in one block, for one unit of work. */
export type Figures = Readonly<Record<string, number>>;
export type Results = Map<ContenderName, Figures[]>;

export interface Plan {
  readonly names: readonly ContenderName[];
  readonly kind?: Kind;
  /** How often the programs are started anew, and how many blocks they then do in turns. */
  readonly starts: number;
  readonly blocks: number;
  readonly warmUp: (pair: Pair) => Promise<unknown>;
  readonly block: (pair: Pair) => Promise<Figures>;
}

/** Runs every contender's blocks in turns, A B C A B C …, so that a busy moment hits all alike. */
export async function compare({ names, kind, starts, blocks, ...work }: Plan): Promise<Results> {
  const results: Results = new Map(names.map((name) => [name, []]));
  for (let start = 0; start < starts; start++) {
    const pairs: [ContenderName, Pair][] = [];
    try {
      for (const name of names) pairs.push([name, await Pair.start(name, kind ?? "echo")]);
      for (const [, pair] of pairs) await work.warmUp(pair);
      for (let block = 0; block < blocks; block++) {
        for (const [name, pair] of pairs) results.get(name)?.push(await work.block(pair));
      }
    } finally {
      await Promise.all(pairs.map(([, pair]) => pair[Symbol.asyncDispose]()));
    }
  }
  return results;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The ratio of two contenders in each block, and how it spreads. */
export function ratio(
  results: Results,
  figure: string,
  of: ContenderName,
  to: ContenderName,
): Spread {
  const base = results.get(to) ?? [];
  return spread(
    (results.get(of) ?? []).map((figures, i) => (figures[figure] ?? 0) / (base[i]?.[figure] ?? 0)),
  );
}

export function figureOf(results: Results, figure: string, name: ContenderName): Spread {
  return spread((results.get(name) ?? []).map((figures) => figures[figure] ?? 0));
}

function spread(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (place: number) => sorted[place] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { median, least: at(0), most: at(sorted.length - 1) };
}
