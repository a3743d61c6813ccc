/** A character as its bytes lie in a stream. */
export interface Character {
  readonly start: number;
  readonly length: number;
  /** What to show for it; U+FFFD for a byte that is no UTF-8. */
  readonly glyph: string;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The characters of bytes in UTF-8, one after another; the last one may be unfinished. */
export function charactersOf(bytes: Uint8Array): Character[] {
  const characters: Character[] = [];
  for (let start = 0; start < bytes.length; ) {
    const next = characterAt(bytes, start);
    characters.push(next);
    start += next.length;
  }
  return characters;
}

function characterAt(bytes: Uint8Array, start: number): Character {
  const length = lengthOf(bytes[start] ?? 0);
  const found = bytes.subarray(start, start + length);
  const text = decoded(found);
  if (text !== undefined) return { start, length, glyph: shown(text) };
  const isUnfinished = found.length < length && found.slice(1).every(isContinuation);
  if (isUnfinished) return { start, length: found.length, glyph: "?" };
  return { start, length: 1, glyph: "\ufffd" };
}

/** How many bytes a character has, by its first one (RFC 3629); 1 for what can begin none. */
function lengthOf(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  return 1;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A line feed as ↵; a dot for what cannot be seen or would turn the direction of the text. */
function shown(character: string): string {
  if (character === "\n") return "↵";
  if (/^\p{M}$/u.test(character)) return `\u25cc${character}`;
  return character !== " " && /^[\p{C}\p{Z}]$/u.test(character) ? "·" : character;
}
