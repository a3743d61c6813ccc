const encoder = new TextEncoder();
// Like Python's decode, keep a byte order mark; unlike it, never fail: what comes is the peer's.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Turns text into bytes, in UTF-8. `encode("é")` is two bytes. */
export function encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Turns bytes into text, from UTF-8. What is no UTF-8 becomes the character U+FFFD. A chunk may end
 * in the middle of a character: use a `TextJoiner` for the chunks of a stream.
 */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * Turns the chunks of a stream into text. A character that is split between two chunks comes out
 * whole, with the second one.
 *
 * @example
 * const joiner = new TextJoiner();
 * console.log(joiner.push(await connection.recv(3)));
 */
export class TextJoiner {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** The text of a chunk, up to its last whole character. */
  push(chunk: Uint8Array): string {
    return this.#decoder.decode(chunk, { stream: true });
  }

  /** What is left at the end of the stream: nothing, or U+FFFD for half a character. */
  end(): string {
    return this.#decoder.decode();
  }
}
