import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { setMaxListeners } from "node:events";
import { StringDecoder } from "node:string_decoder";
import type { Cell } from "socketbook";
import type { Channels } from "./channels.js";
import type { Content, Header, Message } from "./wire.js";

export type Stream = "stdout" | "stderr";

/** How long output may wait for more, so that a loop of prints does not send a message each. */
const BATCH_MS = 20;
/** So many characters, or bytes, are put out in one message at most. */
const MOST_AT_ONCE = 2 ** 16;

/**
 * One run of a cell, and the place where everything lands that its work puts out, however late.
 * Node carries it along with that work: `current()` answers inside promises, timers and callbacks.
 */
export class CellRun implements Cell {
  readonly id: string;
  readonly number: number;
  readonly request: Message;
  /** Whether the code of the cell itself still runs; its background work may outlive that. */
  running = true;
  /** What its code waits for now; each entry makes one wait fail. */
  readonly waits = new Set<(reason: Error) => void>();
  readonly #channels: Channels;
  readonly #abort = new AbortController();
  readonly #decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
  #text: { stream: Stream; text: string } | undefined;
  #sentAt = 0;

  constructor(channels: Channels, request: Message, number: number) {
    this.#channels = channels;
    this.request = request;
    this.number = number;
    this.id = idOf(request);
    setMaxListeners(0, this.signal); // As many calls may wait in one cell as it has sockets.
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(reason: Error): void {
    this.#abort.abort(reason);
  }

  /** Sends a message that belongs to this cell, after what the cell printed before. */
  publish(type: string, content: Content): void {
    this.flush();
    this.#channels.publish(type, content, this.request.header as Header);
  }

  write(stream: Stream, chunk: string | Uint8Array): void {
    for (const piece of pieces(chunk)) {
      const isText = typeof piece === "string";
      this.#add(stream, isText ? piece : this.#decoders[stream].write(Buffer.from(piece)));
    }
  }

  #add(stream: Stream, text: string): void {
    if (text === "") return;
    if (this.#text?.stream !== stream) this.flush();
    if (this.#text === undefined) {
      this.#text = { stream, text };
      setImmediate(() => this.flush());
    } else this.#text.text += text;
    // A cell that blocks the thread never gets to the timer, so the clock decides as well.
    const isDue = performance.now() - this.#sentAt > BATCH_MS;
    if (isDue || this.#text.text.length >= MOST_AT_ONCE) this.flush();
  }

  flush(): void {
    if (this.#text === undefined) return;
    const { stream, text } = this.#text;
    this.#text = undefined;
    this.#sentAt = performance.now();
    this.#channels.publish("stream", { name: stream, text }, this.request.header);
  }
}

const cells = new AsyncLocalStorage<CellRun>();

/** The cell whose work is running now. */
export function current(): CellRun | undefined {
  return cells.getStore();
}

/** Runs `work`, and all that it starts, as work of the cell. */
export function runAs<T>(cell: CellRun, work: () => T): T {
  return cells.run(cell, work);
}

/** Front ends name their cells; for one that does not, the same code is the same cell. */
function idOf({ metadata, content }: Message): string {
  const named = metadata?.cellId ?? metadata?.cell_id;
  if (typeof named === "string") return named;
  return createHash("sha256").update(String(content.code)).digest("hex").slice(0, 16);
}

/** What a message may hold at most, piece by piece; the two halves of a character stay together. */
function* pieces(chunk: string | Uint8Array): Generator<string | Uint8Array> {
  let end = 0;
  for (let at = 0; at < chunk.length; at = end) {
    end = at + MOST_AT_ONCE;
    if (typeof chunk === "string" && (chunk.codePointAt(end - 1) ?? 0) > 0xffff) end -= 1;
    yield typeof chunk === "string" ? chunk.slice(at, end) : chunk.subarray(at, end);
  }
}
