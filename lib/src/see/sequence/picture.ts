import { escaped } from "../xml.js";
import type { Arrow, Drawing, DrawnLane, Row } from "./drawing.js";
import type { Fold } from "./fold.js";
import { style } from "./picture-style.js";
import { timeWords } from "./wording.js";

const top = 100;
const rowHeight = 34;
const margin = 96;

/**
 * The drawing as an SVG that stands for itself: no script, no font and nothing else from outside. Every
 * place in it follows from the order of what happened, so another run of the same gives the same picture.
 */
export function pictureOf(drawing: Drawing, title: string): string {
  const { lanes, lines, arrows, waits } = drawing;
  const sheet = new Sheet(drawing);
  const height = top + Math.max(lines.length, 1) * rowHeight + 14;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${sheet.width} ${height}" ` +
      `width="${sheet.width}" height="${height}" class="sequence" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description(drawing))}</desc>`,
    style,
    `<rect class="page" x="0.5" y="0.5" width="${sheet.width - 1}" height="${height - 1}" rx="8"/>`,
    `<text class="title" x="16" y="27">${escaped(title)}</text>`,
    ...lanes.map((lane, at) => sheet.lane(lane, at)),
    ...waits.map(({ lane, from, to }) => {
      const long = yOf(to) - yOf(from);
      return `<rect class="wait" x="${sheet.x(lane) - 4}" y="${yOf(from)}" width="8" height="${long}" rx="3"/>`;
    }),
    ...arrows.map((arrow) => sheet.arrow(arrow, lines)),
    ...lines.map((line, at) =>
      "step" in line ? sheet.row(line, at, arrows, lines) : sheet.fold(line, at),
    ),
    ...(lines.length === 0 ? [`<text class="note" x="16" y="${top}">no calls yet</text>`] : []),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

function yOf(line: number): number {
  return top + line * rowHeight + 8;
}

class Sheet {
  readonly width: number;
  readonly #spacing: number;

  constructor({ lanes, lines }: Drawing) {
    this.#spacing = lanes.length > 4 ? 175 : 250;
    const room = lines.map((line) => this.x("step" in line ? line.lane : 0) + roomFor(line.words));
    this.width = Math.max(margin + lanes.length * this.#spacing, ...room, 400);
  }

  x(lane: number): number {
    return margin + lane * this.#spacing;
  }

  lane({ name, address, outside, first, last }: DrawnLane, at: number): string {
    const x = this.x(at);
    const kind = outside ? "lane outside" : "lane";
    return [
      `<g class="${kind}"><rect class="head" x="${x - 12}" y="42" width="${this.#spacing - 22}" height="42" rx="6"/>`,
      `<text class="name" x="${x}" y="59">${escaped(name)}</text>`,
      `<text class="address" x="${x}" y="76">${escaped(address)}</text>`,
      `<line x1="${x}" y1="${yOf(first) - 12}" x2="${x}" y2="${yOf(last) + 8}"/></g>`,
    ].join("\n");
  }

  arrow({ from, to, kind }: Arrow, lines: Drawing["lines"]): string {
    const [a, b] = [lines[from] as Row, lines[to] as Row];
    return this.#line(kind, this.x(a.lane), yOf(from), this.x(b.lane), yOf(to));
  }

  row(row: Row, at: number, arrows: readonly Arrow[], lines: Drawing["lines"]): string {
    const [x, y] = [this.x(row.lane), yOf(at)];
    const { arrow } = row;
    const parts = [
      `<text class="time" x="${margin - 22}" y="${y + 4}">${timeWords(row.time)}</text>`,
    ];
    if (arrow && arrow.to !== row.lane) {
      const ends = [x, this.x(arrow.to)];
      const [a = 0, b = 0] = arrow.back ? ends.reverse() : ends;
      parts.push(this.#line(arrow.failed ? "failed" : arrow.kind, a, y, b, y));
    }
    parts.push(mark(row.tone, x, y));
    const words = `x="${x + 11}" y="${y + lift(row, at, arrows, lines)}"`;
    parts.push(`<text class="${row.tone}" ${words}>${escaped(row.words)}</text>`);
    return parts.join("\n");
  }

  fold(fold: Fold, at: number): string {
    const y = yOf(at);
    return [
      `<line class="cut" x1="${margin - 12}" y1="${y}" x2="${this.width - 20}" y2="${y}"/>`,
      `<text class="fold" x="${margin}" y="${y + 4}">${escaped(fold.words)}</text>`,
    ].join("\n");
  }

  #line(kind: string, fromX: number, fromY: number, toX: number, toY: number): string {
    const [dx, dy] = [toX - fromX, toY - fromY];
    const long = Math.hypot(dx, dy);
    const [ux, uy] = [dx / long, dy / long];
    const at = (along: number, across: number) => {
      const x = toX - ux * along - uy * across;
      const y = toY - uy * along + ux * across;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    };
    const head =
      kind === "failed"
        ? `<path class="arrow failed" d="M${at(18, 5)} L${at(8, -5)} M${at(18, -5)} L${at(8, 5)}"/>`
        : `<polygon class="point ${kind}" points="${at(5, 0)} ${at(14, 4.5)} ${at(14, -4.5)}"/>`;
    return `<path class="arrow ${kind}" d="M${fromX},${fromY} L${at(13, 0)}"/>${head}`;
  }
}

/**
 * About how wide the words are, in steps of 50, so that neither the length of a port nor whether and
 * how long a call waited changes the picture.
 */
function roomFor(words: string): number {
  const lasting = words.replace(/, waited .*$/, "").replace(/:\d+/g, ":00000");
  return Math.ceil((lasting.length * 7 + 130) / 50) * 50;
}

/** Words keep clear of an arrow that begins or ends at their mark and goes on to the right. */
function lift(row: Row, at: number, arrows: readonly Arrow[], lines: Drawing["lines"]): number {
  if (row.arrow && row.arrow.to > row.lane) return -5;
  const laneOf = (line: number) => (lines[line] as Row).lane;
  if (arrows.some(({ from, to }) => from === at && laneOf(to) > row.lane)) return -5;
  if (arrows.some(({ from, to }) => to === at && laneOf(from) > row.lane)) return 12;
  return 4;
}

function mark(tone: Row["tone"], x: number, y: number): string {
  if (tone !== "failed") return `<circle class="mark ${tone}" cx="${x}" cy="${y}" r="4.5"/>`;
  return `<path class="mark failed" d="M${x - 5},${y - 5} L${x + 5},${y + 5} M${x - 5},${y + 5} L${x + 5},${y - 5}"/>`;
}

/** What the picture shows, in a sentence; the whole of it is told by the text that comes with it. */
function description({ lanes, lines }: Drawing): string {
  const who = lanes.map(({ name, address }) => `${name} (${address})`).join(", ");
  const failed = lines.filter((line) => "step" in line && line.tone === "failed").length;
  return `From left to right: ${who}. From top to bottom, ${lines.length} lines in the order of time; ${failed} of them tell of a failure.`;
}
