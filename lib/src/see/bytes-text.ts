import type { ByteRow, Piece } from "./byte-rows.js";

/** Bytes that go in one direction, in the words for their pieces. */
export interface Side {
  /** For example `received`; empty where there is only one side. */
  readonly name: string;
  /** What a piece is: a chunk is what one recv returned. */
  readonly unit: "chunk" | "datagram" | "send";
  readonly pieces: readonly Piece[];
}

const mostSizes = 12;

/** For example `received: 9 bytes in 2 chunks: 5 + 4`. */
export function headOf({ name, unit, pieces }: Side): string {
  const sizes = pieces.map(({ bytes, missing = 0 }) => bytes.length + missing);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const count = `${counted(total, "byte")} in ${counted(sizes.length, unit)}`;
  const shown = sizes.slice(0, mostSizes).join(" + ");
  const list = `: ${shown}${sizes.length > mostSizes ? " + …" : ""}`;
  return `${name && `${name}: `}${count}${sizes.length > 1 ? list : ""}`;
}

/** What the marks mean, those that are there. */
export function legendOf({ unit }: Side, rows: readonly ByteRow[]): string[] {
  const cells = rows.flatMap((row) => row.cells);
  const unfinished = cells.some(({ glyph }) => glyph.endsWith("?▸"));
  const cut = cells.find(({ isCut, glyph }) => isCut && glyph !== "?▸");
  const character = cut?.glyph.replace(/[◂▸]/g, "");
  return [
    ...(cells.some(({ opens }) => opens) ? [`| a new ${unit} begins`] : []),
    ...(cut && character !== "?"
      ? [`${character}▸|◂${character} a character cut in two by that border`]
      : []),
    ...(unfinished ? ["?▸ a character whose other bytes are not here"] : []),
  ];
}

/** One side in characters: offset, hex, text. */
export function textOf(side: Side, rows: readonly ByteRow[]): string {
  const lines = rows.flatMap(({ offset, cells, missing }) => {
    const hex = cells.map((cell) => `${cell.opens ? "|" : " "}${cell.hex}`).join("");
    const text = cells.map((cell) => `${cell.opens ? "|" : ""}${cell.glyph}`).join("");
    const line = `  ${offsetText(offset)} ${hex.padEnd(48)}   ${text}`;
    return missing > 0 ? [line, `        ${missingText(missing)}`] : [line];
  });
  return [headOf(side), ...lines, ...legendOf(side, rows).map((line) => `  ${line}`)].join("\n");
}

export function offsetText(offset: number): string {
  return offset.toString(16).padStart(4, "0");
}

export function missingText(missing: number): string {
  return `… ${counted(missing, "more byte")}`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}
