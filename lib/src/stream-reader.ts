import { checkCount } from "./arguments.js";
import { Call } from "./call.js";
import type { TcpSocket } from "./tcp-socket.js";
import { decode } from "./text.js";
import type { WaitOptions } from "./waiting-line.js";

export interface StreamReaderOptions {
  /** The most bytes that a line or a length-prefixed message may have. */
  limit?: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const prefixLength = 4;
const chunkLength = 65_536;
const leastAhead = 1024;

/**
 * Collects the chunks of a connection into frames: lines, exact counts, or messages with their
 * length in front. What comes behind a frame is kept for the next call, so one connection has one
 * reader, and nobody else calls its `recv`. Notebook 09 derives it by hand.
 *
 * @example
 * const reader = new StreamReader(connection);
 * const line = await reader.readLine(); // null: the peer has finished
 */
export class StreamReader {
  readonly #connection: TcpSocket;
  readonly #limit: number;
  /** At most so much is asked for at a time: what is behind a short line stays with the connection. */
  readonly #ahead: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(connection: TcpSocket, { limit = 65_536 }: StreamReaderOptions = {}) {
    this.#connection = connection;
    this.#limit = limit;
    this.#ahead = Math.min(chunkLength, Math.max(limit, leastAhead));
  }

  /**
   * One line without its end (LF or CRLF), however it was split; null when the peer finished before
   * a new line began. Fails with EMSGSIZE when the line is longer than the limit, and with EPROTO
   * when the peer finished in the middle of it.
   */
  async readLine(options?: WaitOptions): Promise<string | null> {
    const call = this.#call("readLine");
    let searched = 0;
    let end = this.#endOfLine(call, searched);
    while (end < 0) {
      searched = this.#bytes.length;
      if (!(await this.#more(options))) {
        if (searched > 0) throw this.#halfway(call, "a line");
        call.succeed();
        return null;
      }
      end = this.#endOfLine(call, searched);
    }
    const line = this.#bytes.subarray(0, this.#isReturnAt(end - 1) ? end - 1 : end);
    this.#bytes = this.#bytes.subarray(end + 1);
    call.succeed();
    return decode(line);
  }

  /** Exactly `count` bytes. Fails with EPROTO when the peer finished before they were there. */
  async readExactly(count: number, options?: WaitOptions): Promise<Uint8Array> {
    const call = this.#call("readExactly");
    checkCount(call, "the count", count);
    const bytes = await this.#take(call, count, options);
    call.succeed();
    return bytes;
  }

  /**
   * One message that `frame` made: its length in four bytes, then that many bytes; null when the
   * peer finished before a new one began. Fails with EMSGSIZE when the length is above the limit,
   * and with EPROTO when the peer finished in the middle of it.
   */
  async readMessage(options?: WaitOptions): Promise<Uint8Array | null> {
    const call = this.#call("readMessage");
    if (this.#bytes.length === 0 && !(await this.#more(options))) {
      call.succeed();
      return null;
    }
    while (this.#bytes.length < prefixLength) {
      if (!(await this.#more(options))) throw this.#halfway(call, "a length");
    }
    const length = this.#bytes.readUInt32BE(0);
    if (length > this.#limit) {
      const state = `the message has ${length} bytes, and the limit is ${this.#limit}`;
      throw call.fail("EMSGSIZE", state);
    }
    // A withdrawn call must find the prefix again, so both are taken in one step.
    const message = await this.#take(call, prefixLength + length, options);
    call.succeed();
    return message.subarray(prefixLength);
  }

  /** 1 to `count` bytes: what was read behind the last frame, then what `recv` gives. */
  async read(count: number, options?: WaitOptions): Promise<Uint8Array> {
    if (this.#bytes.length === 0) return this.#connection.recv(count, options);
    const bytes = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(bytes.length);
    return bytes;
  }

  /** The lines of the connection, until the peer finishes. Fails as `readLine` does. */
  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (let line = await this.readLine(); line !== null; line = await this.readLine()) yield line;
  }

  /** Where the first line ends, or -1. The carriage return of a CRLF does not count as length. */
  #endOfLine(call: Call, from: number): number {
    const end = this.#bytes.indexOf(lineFeed, from);
    const length = end < 0 ? this.#bytes.length : end;
    const surplus = length - this.#limit;
    if (surplus > 1 || (surplus === 1 && !this.#isReturnAt(length - 1))) {
      throw call.fail("EMSGSIZE", `the line is longer than ${this.#limit} bytes`);
    }
    return end;
  }

  async #take(call: Call, count: number, options?: WaitOptions): Promise<Uint8Array> {
    if (this.#bytes.length < count) await this.#collect(call, count, options);
    const bytes = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return bytes;
  }

  /** Joins the chunks once, at the end: joining at each would copy a long message many times. */
  async #collect(call: Call, count: number, options?: WaitOptions): Promise<void> {
    const chunks: Uint8Array[] = [this.#bytes];
    let length = this.#bytes.length;
    try {
      while (length < count) {
        const chunk = await this.#connection.recv(Math.min(count - length, chunkLength), options);
        if (chunk.length === 0) throw this.#halfway(call, `${count} bytes`, length);
        chunks.push(chunk);
        length += chunk.length;
      }
    } finally {
      this.#bytes = Buffer.concat(chunks);
    }
  }

  async #more(options?: WaitOptions): Promise<boolean> {
    const chunk = await this.#connection.recv(this.#ahead, options);
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    return chunk.length > 0;
  }

  #isReturnAt(place: number): boolean {
    return this.#bytes[place] === carriageReturn;
  }

  #call(name: string): Call {
    return new Call(this.#connection.label, name);
  }

  #halfway(call: Call, what: string, length = this.#bytes.length): Error {
    return call.fail("EPROTO", `the peer finished in the middle of ${what}, after ${length} bytes`);
  }
}

/** A message with its length in front, in four bytes, as `readMessage` reads it. */
export function frame(message: Uint8Array): Uint8Array {
  const framed = Buffer.allocUnsafe(prefixLength + message.length);
  framed.writeUInt32BE(message.length, 0);
  framed.set(message, prefixLength);
  return framed;
}
