import { howMany } from "./bytes-words.js";
import type { Row } from "./drawing.js";

/** A line that stands for many. */
export interface Fold {
  readonly words: string;
}

type Line = Row | Fold;

const longestRound = 8;
/** So many rows alike are all shown; of more, the first ones. */
const fewEnough = 8;
const shownOfOne = 3;
const shownRounds = 2;
/** However little they are alike, no more rows than these are shown. */
const most = { first: 60, last: 20 };

/** The rows, with a long run of the same, or of the same round of several, told in one line. */
export function folded(rows: readonly Row[]): Line[] {
  const lines: Line[] = [];
  const keys = rows.map(keyOf);
  for (let at = 0; at < rows.length; ) {
    const { length, times } = longestRun(keys, at);
    const shown = times === 1 ? 1 : length * (length === 1 ? shownOfOne : shownRounds);
    lines.push(...rows.slice(at, at + shown));
    if (times > 1) lines.push(more(rows.slice(at + shown, at + length * times), length));
    at += Math.max(shown, length * times);
  }
  return shortened(lines);
}

/** The shortest round that repeats from here, long enough to be worth a fold. */
function longestRun(keys: readonly string[], at: number): { length: number; times: number } {
  for (let length = 1; length <= longestRound; length++) {
    let end = at + length;
    while (end < keys.length && keys[end] === keys[end - length]) end++;
    const times = Math.floor((end - at) / length);
    if (times > shownRounds + 1 && times * length > fewEnough) return { length, times };
  }
  return { length: 1, times: 1 };
}

function more(rows: readonly Row[], length: number): Fold {
  const times = rows.length / length;
  const bytes = rows.reduce((sum, { step }) => sum + (step.call.count ?? 0), 0);
  const counted = bytes > 0 && length === 1 ? ` (${howMany(bytes, "byte")})` : "";
  if (length === 1) return { words: `… ${times} more like this${counted}` };
  return { words: `… ${times} more rounds like the last ${length} lines` };
}

function shortened(lines: Line[]): Line[] {
  const rest = lines.length - most.first - most.last;
  if (rest <= 1) return lines;
  const words = `… ${rest} more lines`;
  return [...lines.slice(0, most.first), { words }, ...lines.slice(-most.last)];
}

/** What makes two rows look alike: all but the bytes and the time. */
function keyOf({ lane, step: { call, opens }, arrow }: Row): string {
  return [lane, call.call, call.outcome, opens, arrow?.to].join(" ");
}
