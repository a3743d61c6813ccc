/** The bytes that have arrived and that nobody has asked for yet, in order, none lost. */
export class ReceiveQueue {
  #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** At most `count` bytes from the front, over as many chunks as that takes. */
  take(count: number): Uint8Array {
    const [head] = this.#chunks;
    if (!head) return new Uint8Array(0);
    const wanted = Math.min(count, this.#length);
    this.#length -= wanted;
    if (wanted < head.length) {
      this.#chunks[0] = head.subarray(wanted);
      return head.subarray(0, wanted);
    }
    if (wanted === head.length) {
      this.#chunks.shift();
      return head;
    }
    return this.#gather(wanted);
  }

  #gather(wanted: number): Uint8Array {
    const bytes = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const chunk = this.#chunks.shift() as Uint8Array;
      const part = chunk.subarray(0, wanted - filled);
      bytes.set(part, filled);
      filled += part.length;
      if (part.length < chunk.length) this.#chunks.unshift(chunk.subarray(part.length));
    }
    return bytes;
  }
}
