import { charactersOf } from "./characters.js";

/** Bytes that came or went together; of a long one, the record knows only the first bytes. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** How many more bytes it had than are known. */
  readonly missing?: number;
}

export interface ByteCell {
  readonly hex: string;
  /** The character that begins here, or the part of one; empty where one goes on. */
  readonly glyph: string;
  /** The character is cut: its other bytes are in another piece, or nowhere. */
  readonly isCut: boolean;
  /** The number of the piece, from 0. */
  readonly piece: number;
  /** A piece begins here, and another one came before it. */
  readonly opens: boolean;
}

export interface ByteRow {
  readonly offset: number;
  readonly cells: readonly ByteCell[];
  /** How many bytes after this row are not shown. */
  readonly missing: number;
}

const width = 16;

/** Rows of 16 bytes, at most `limit` bytes in all, with the borders between the pieces marked. */
export function rowsOf(pieces: readonly Piece[], limit: number): ByteRow[] {
  const rows: ByteRow[] = [];
  let offset = 0;
  let left = limit;
  for (const { cells, missing } of runsOf(firstOf(pieces, limit + 3))) {
    const shown = cells.slice(0, left);
    const unseen = cells.length - shown.length + missing;
    for (let at = 0; at < shown.length; at += width) {
      const isLast = at + width >= shown.length;
      const row = shown.slice(at, at + width);
      rows.push({ offset: offset + at, cells: row, missing: isLast ? unseen : 0 });
    }
    if (shown.length === 0) addUnseen(rows, unseen);
    left -= shown.length;
    offset += cells.length + missing;
  }
  return rows;
}

/** The first bytes only, since nobody sees the rest; three more than shown end the last character. */
function firstOf(pieces: readonly Piece[], count: number): Piece[] {
  let left = count;
  return pieces.map(({ bytes, missing = 0 }) => {
    const kept = bytes.subarray(0, left);
    left -= kept.length;
    return { bytes: kept, missing: missing + bytes.length - kept.length };
  });
}

function addUnseen(rows: ByteRow[], unseen: number): void {
  const last = rows.pop();
  if (last) rows.push({ ...last, missing: last.missing + unseen });
}

/** Bytes that lie side by side in the stream, up to where some are not known. */
function runsOf(pieces: readonly Piece[]): { cells: ByteCell[]; missing: number }[] {
  const runs: { cells: ByteCell[]; missing: number }[] = [];
  let from = 0;
  pieces.forEach((piece, at) => {
    const isLast = at === pieces.length - 1;
    if (!piece.missing && !isLast) return;
    const together = pieces.slice(from, at + 1);
    runs.push({ cells: cellsOf(together, from), missing: piece.missing ?? 0 });
    from = at + 1;
  });
  return runs;
}

function cellsOf(pieces: readonly Piece[], first: number): ByteCell[] {
  const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
  const owner = pieces.flatMap(({ bytes }, at) => Array<number>(bytes.length).fill(first + at));
  const glyphs = glyphsOf(bytes, owner);
  return [...bytes].map((byte, at) => ({
    hex: byte.toString(16).padStart(2, "0"),
    glyph: glyphs[at]?.glyph ?? "",
    isCut: glyphs[at]?.isCut ?? false,
    piece: owner[at] ?? 0,
    opens: owner[at] !== (at === 0 ? 0 : owner[at - 1]),
  }));
}

interface Glyph {
  readonly glyph: string;
  readonly isCut: boolean;
}

/** What to show at each byte. A character that lies in two pieces is shown in both: é▸ and ◂é. */
function glyphsOf(bytes: Uint8Array, owner: readonly number[]): (Glyph | undefined)[] {
  return charactersOf(bytes).flatMap(({ start, length, glyph }) => {
    const owners = owner.slice(start, start + length);
    const isUnfinished = glyph === "?" && bytes[start] !== 0x3f;
    return owners.map((mine, at) => {
      if (at > 0 && mine === owners[at - 1]) return undefined;
      const goesOn = isUnfinished || mine !== owners.at(-1);
      const part = `${at > 0 ? "◂" : ""}${glyph}${goesOn ? "▸" : ""}`;
      return { glyph: part, isCut: goesOn || at > 0 };
    });
  });
}
