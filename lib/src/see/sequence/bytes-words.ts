const mostCharacters = 20;
/** All but the two that join letters and emoji, or keep letters apart. */
const nothingVisible = /(?![\u200c\u200d])[\p{C}\u2028\u2029]/gu;
const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * The beginning of some bytes for one line of a drawing: as text in quotes, where they are UTF-8, and
 * otherwise as Python writes bytes. `total` is how many there are in all; `…` stands for the rest.
 * Nothing in it can steer a terminal or change the direction of the line: peers send what they like.
 */
export function quoted(bytes: Uint8Array, total: number): string {
  const text = decoded(bytes, total > bytes.length) ?? latin(bytes);
  const characters = [...text];
  const isCut = total > bytes.length || characters.length > mostCharacters;
  return `'${visible(characters.slice(0, mostCharacters).join(""))}${isCut ? "…" : ""}'`;
}

/** The text with every character that is not seen written as an escape. */
export function visible(text: string): string {
  return text.replace(nothingVisible, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    const long = code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
    return short[character] ?? (code.length > 2 ? long : `\\x${code.padStart(2, "0")}`);
  });
}

export function howMany(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Undefined where the bytes are no UTF-8. A character at the end may be cut by the preview itself. */
function decoded(bytes: Uint8Array, stream: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

function latin(bytes: Uint8Array): string {
  const shown = [...bytes].map((byte) =>
    byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`,
  );
  return shown.join("");
}
