import type { Arrow, Drawing, Row } from "./drawing.js";
import { timeWords } from "./wording.js";

const margin = 12;
const marks = { call: "●", failed: "✗", note: "○", waits: "◌" } as const;

/**
 * The drawing in characters, for a terminal and for who does not see the picture: a column for each
 * lane, a line for each thing that happened, an arrow where it reached another lane.
 */
export function textTwin(drawing: Drawing, title: string): string {
  const { lanes, lines } = drawing;
  if (lines.length === 0) return `${title}\nno calls yet`;
  const wide = lanes.length > 4 ? 20 : 27;
  const heading = (words: readonly string[]) => {
    return " ".repeat(margin) + words.map((word) => word.padEnd(wide - 1)).join(" ");
  };
  const page = new Page(drawing, wide);
  const text = [
    title,
    heading(lanes.map(({ name }) => name)),
    heading(lanes.map(({ address }) => address)),
    ...lines.flatMap((line, at) => {
      return "step" in line ? page.row(line, at) : `${" ".repeat(margin)}${line.words}`;
    }),
  ];
  return text.map((line) => line.trimEnd()).join("\n");
}

/** An arrow on its way through one line, from lane to lane. */
interface Path {
  readonly from: number;
  readonly to: number;
  readonly ends: boolean;
  readonly failed?: boolean;
}

type Paths = Record<"beside" | "before" | "after", Path[]>;

class Page {
  readonly #drawing: Drawing;
  readonly #wide: number;

  constructor(drawing: Drawing, wide: number) {
    this.#drawing = drawing;
    this.#wide = wide;
  }

  /**
   * The line of a row, and lines of arrows before or after it. What is beside a mark to its right is
   * words, so an arrow shares the line only where it comes from the left or goes to the left.
   */
  row(row: Row, at: number): string[] {
    const { beside, before, after } = this.#paths(row, at);
    const own = this.#lanes(at);
    put(own, row.lane * this.#wide, [...`${marks[row.tone]} ${row.words}`]);
    for (const path of beside) this.#draw(own, path);
    const apart = (path: Path) => {
      const line = this.#lanes(at);
      this.#draw(line, path);
      put(line, path.from * this.#wide, [path.from < path.to ? "├" : "┤"]);
      return " ".repeat(margin) + line.join("");
    };
    const time = timeWords(row.time)
      .padStart(margin - 3)
      .padEnd(margin);
    return [...before.map(apart), time + own.join(""), ...after.map(apart)];
  }

  #paths(row: Row, at: number): Paths {
    const paths: Paths = { beside: [], before: [], after: [] };
    for (const arrow of this.#drawing.arrows) {
      if (arrow.from === at || arrow.to === at) this.#link(arrow, at, paths);
    }
    if (row.arrow && row.arrow.to !== row.lane) {
      const { to: other, back, failed, kind } = row.arrow;
      const [from, to] = back ? [other, row.lane] : [row.lane, other];
      const place = other < row.lane ? "beside" : back ? "before" : "after";
      paths[place].push({ from, to, failed, ends: kind === "ends" });
    }
    return paths;
  }

  #link(arrow: Arrow, at: number, { beside, before }: Paths): void {
    const [from, to] = [arrow.from, arrow.to].map((line) => {
      return (this.#drawing.lines[line] as Row).lane;
    }) as [number, number];
    const path = { from, to, ends: arrow.kind === "ends" };
    const isNext = arrow.to === arrow.from + 1;
    if (to < from && isNext) {
      if (arrow.from === at) beside.push(path);
    } else if (arrow.to === at) (to < from ? before : beside).push(path);
  }

  #lanes(at: number): string[] {
    const { lanes, waits } = this.#drawing;
    const line: string[] = new Array(lanes.length * this.#wide).fill(" ");
    lanes.forEach(({ first, last }, lane) => {
      if (first <= at && at <= last) line[lane * this.#wide] = "│";
    });
    for (const { lane, from, to } of waits) {
      if (from < at && at <= to) line[lane * this.#wide] = "┃";
    }
    return line;
  }

  #draw(line: string[], { from, to, ends, failed = false }: Path): void {
    const [a, b] = [from * this.#wide, to * this.#wide];
    const dash = ends ? "╌" : "─";
    const head = failed ? "✗" : a < b ? "▶" : "◀";
    const step = a < b ? 1 : -1;
    for (let at = a + step; at !== b; at += step) line[at] = at === b - step ? head : dash;
    if (a < b && line[a] !== "●" && line[a] !== "◌") line[a] = "├";
  }
}

/** Writes over what is there. A wide character takes two places. */
function put(line: string[], at: number, characters: readonly string[]): void {
  let place = at;
  for (const character of characters) {
    line[place++] = character;
    if (isWide.test(character)) line[place++] = "";
    else if (takesNoPlace.test(character)) line[--place - 1] += line.splice(place, 1, " ")[0] ?? "";
  }
  for (let i = at; i < place; i++) line[i] ??= " ";
}

const isWide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const takesNoPlace = /[\p{M}\u200b-\u200d]/u;
