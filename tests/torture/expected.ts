import type { Attack } from "./attack.js";

/** What an answer may be: one of these, or whatever a function finds no fault with. */
export type Verdict = string | undefined;

const longestLine = 4096;

/** The whole lines at the start of what was sent, up to one that is too long. */
export function linesOf(bytes: Buffer, limit = longestLine): string[] {
  const lines: string[] = [];
  for (let start = 0; ; ) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) return lines;
    const last = end > start && bytes[end - 1] === 0x0d ? end - 1 : end;
    if (last - start > limit) return lines;
    lines.push(text(bytes.subarray(start, last)));
    start = end + 1;
  }
}

/** As every program here reads text: what is no UTF-8 becomes U+FFFD, a byte order mark stays. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

export function sentBy({ pieces }: Attack): Buffer {
  return Buffer.concat(pieces);
}

/**
 * What a server may have taken for the first message when a message is what one recv returns: the
 * first piece, or as many as had come by then. Empty when nothing was sent.
 */
export function firstChunks({ pieces }: Attack, limit: number): Buffer[] {
  const all = Buffer.concat(pieces);
  const chunks: Buffer[] = [];
  let length = 0;
  for (const piece of pieces) {
    length += piece.length;
    if (length > 0) chunks.push(all.subarray(0, Math.min(length, limit)));
  }
  return chunks;
}

/** Complains when the answer is none of these; after a reset any beginning of one of them will do. */
export function oneOf(
  answers: readonly (string | Buffer)[],
  got: Buffer,
  broken: boolean,
): Verdict {
  const all = answers.map((answer) => Buffer.from(answer));
  if (broken && got.length === 0) return undefined;
  if (!broken && all.some((answer) => answer.equals(got))) return undefined;
  if (broken && all.some((answer) => answer.subarray(0, got.length).equals(got))) return undefined;
  const wanted = all.map((answer) => shown(answer)).slice(0, 3);
  return `the answer ${shown(got)} is not ${wanted.join(" or ")}`;
}

/** Complains unless both hold the same characters, in whatever order. */
export function sameCharacters(sent: string, got: string): Verdict {
  const sorted = (value: string) => Array.from(value).sort().join("");
  if (sorted(sent) === sorted(got)) return undefined;
  return `the answer ${shown(Buffer.from(got))} has other characters than what was sent`;
}

export function shown(bytes: Buffer): string {
  const start = JSON.stringify(bytes.subarray(0, 80).toString("utf8"));
  return bytes.length > 80 ? `${start}… (${bytes.length} bytes)` : start;
}
