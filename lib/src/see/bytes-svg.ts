import type { ByteCell, ByteRow } from "./byte-rows.js";
import { headOf, legendOf, missingText, offsetText, type Side } from "./bytes-text.js";
import { place, svg } from "./svg.js";
import { escaped } from "./xml.js";

const margin = 16;
const line = 22;
const letter = 8;
const hexAt = margin + 6 * letter;
const cellWidth = 3 * letter;
const textAt = hexAt + 16 * cellWidth + 2 * letter;

/** The same as a picture: bands of colour for the pieces, a bar where one begins. */
export function pictureOf(
  title: string,
  sides: readonly { side: Side; rows: readonly ByteRow[] }[],
  description: string,
): string {
  const body: string[] = [];
  let y = margin;
  if (title !== "") {
    body.push(words(margin, y, "ink head", title));
    y += line + 4;
  }
  for (const { side, rows } of sides) {
    body.push(words(margin, y, "accent head", headOf(side)));
    y += line;
    for (const row of rows) {
      body.push(...drawRow(row, y));
      y += line;
      if (row.missing === 0) continue;
      body.push(words(hexAt, y, "faint", missingText(row.missing)));
      y += line;
    }
    for (const legend of legendOf(side, rows)) {
      body.push(words(hexAt, y, "faint", legend));
      y += line;
    }
    y += 8;
  }
  return svg({
    kind: "bytes",
    width: Math.max(textAt + widest(sides) * letter, 640) + margin,
    height: y + margin - 8,
    title: title || "Bytes, in hex and as text",
    description,
    body,
    style: [
      'text{font:13px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}',
      ".head{font-weight:bold}",
    ],
  });
}

function drawRow({ offset, cells }: ByteRow, y: number): string[] {
  const bands = cells.map(({ piece, isCut }, at) => {
    const box = `x="${place(hexAt + at * cellWidth)}" y="${y}" width="${cellWidth}" height="${line}"`;
    const mark = isCut ? `<rect class="warn-line" ${box} stroke-width="1.5"/>` : "";
    return `<rect class="${piece % 2 === 0 ? "band" : "other"}" ${box}/>${mark}`;
  });
  const bars = cells.flatMap(({ opens }, at) => {
    const x = place(hexAt + at * cellWidth);
    return opens ? [`<path class="warn-line" stroke-width="3" d="M${x} ${y}v${line}"/>`] : [];
  });
  // The width is told, so that the digits stand in their bands whatever font there is.
  const hex = cells.map((cell) => cell.hex).join(" ");
  const length = hex.length * letter;
  const digits = `<text class="ink" x="${hexAt + 4}" y="${y + 15}" textLength="${length}">${hex}</text>`;
  const text = `<text class="ink" x="${textAt}" y="${y + 15}" xml:space="preserve">${cells.map(letters).join("")}</text>`;
  return [...bands, ...bars, words(margin, y, "faint", offsetText(offset)), digits, text];
}

function letters({ glyph, isCut, opens }: ByteCell): string {
  const bar = opens ? `<tspan class="warn head">|</tspan>` : "";
  const letter = escaped(glyph);
  return bar + (isCut ? `<tspan class="warn head">${letter}</tspan>` : letter);
}

function words(x: number, y: number, style: string, text: string): string {
  return `<text class="${style}" x="${x}" y="${y + 15}" xml:space="preserve">${escaped(text)}</text>`;
}

/** The longest text beside the bytes, in letters; characters of Asia are as wide as two. */
function widest(sides: readonly { rows: readonly ByteRow[] }[]): number {
  const lengths = sides.flatMap(({ rows }) =>
    rows.map(({ cells }) =>
      cells.reduce((sum, { glyph, opens }) => {
        const isWide = /[\u1100-\u{1faff}]/u.test(glyph);
        return sum + [...glyph].length + (isWide ? 1 : 0) + (opens ? 1 : 0);
      }, 0),
    ),
  );
  return Math.max(16, ...lengths);
}
