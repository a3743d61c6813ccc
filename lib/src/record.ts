import type { Address } from "./address.js";
import type { SocketLabel } from "./label.js";
import { notebook } from "./notebook.js";

/** One thing that a socket did or that happened to it. */
export interface RecordedCall {
  /** Counts up from 1 through the life of the process, in the order in which the calls began. */
  readonly sequence: number;
  readonly socket: SocketLabel;
  /** The name of the call; or, for what nobody called, `reset`, `finished` or `dropped`. */
  readonly call: string;
  /** The number of the notebook cell that made the call. */
  readonly cell: number | undefined;
  /** Milliseconds since the process began. */
  readonly started: number;
  /** Undefined while the call waits. */
  readonly ended: number | undefined;
  /** `waiting`, `ok`, or the code of the failure. */
  readonly outcome: string;
  readonly address: Address | undefined;
  /** How many bytes went or came. */
  readonly count: number | undefined;
  /** The first of those bytes, at most 32. */
  readonly preview: Uint8Array;
}

const capacity = 4096;
const previewLength = 32;
const nothing = new Uint8Array(0);

/**
 * The record of what the sockets of this process did: the newest 4096 calls. It is a ring of plain
 * columns made once, because a call that is recorded must not cost an allocation: the record may
 * take at most 3 % of a round trip.
 */
class CallRecord {
  readonly #sockets: (SocketLabel | undefined)[] = new Array(capacity).fill(undefined);
  readonly #calls: string[] = new Array(capacity).fill("");
  readonly #outcomes: string[] = new Array(capacity).fill("");
  readonly #addresses: (Address | undefined)[] = new Array(capacity).fill(undefined);
  readonly #cells = new Int32Array(capacity);
  readonly #started = new Float64Array(capacity);
  readonly #ended = new Float64Array(capacity);
  readonly #counts = new Float64Array(capacity);
  readonly #previews = new Uint8Array(capacity * previewLength);
  #next = 1;
  #oldest = 1;

  begin(socket: SocketLabel, call: string, address?: Address): number {
    const sequence = this.#next++;
    const at = sequence % capacity;
    this.#sockets[at] = socket;
    this.#calls[at] = call;
    this.#outcomes[at] = "waiting";
    this.#addresses[at] = address;
    this.#cells[at] = notebook()?.currentCell()?.number ?? 0;
    this.#started[at] = performance.now();
    this.#counts[at] = -1;
    return sequence;
  }

  end(sequence: number, outcome: string, bytes?: Uint8Array, address?: Address): void {
    if (this.#next - sequence > capacity) return;
    const at = sequence % capacity;
    this.#outcomes[at] = outcome;
    this.#ended[at] = performance.now();
    if (address) this.#addresses[at] = address;
    if (bytes) this.#keep(at, bytes);
  }

  #keep(at: number, bytes: Uint8Array): void {
    this.#counts[at] = bytes.length;
    const kept = Math.min(bytes.length, previewLength);
    const start = at * previewLength;
    // A loop over these few bytes is quicker than making a view of them for `set`.
    for (let i = 0; i < kept; i++) this.#previews[start + i] = bytes[i] as number;
  }

  /** The end of a call that did not wait: it took no time, and reading the clock would take some. */
  endAtOnce(sequence: number, bytes: Uint8Array): void {
    const at = sequence % capacity;
    this.#outcomes[at] = "ok";
    this.#ended[at] = this.#started[at] as number;
    this.#keep(at, bytes);
  }

  /** Something that happened to a socket without a call. */
  note(socket: SocketLabel, what: string): void {
    this.end(this.begin(socket, what), "ok");
  }

  list(): RecordedCall[] {
    const calls: RecordedCall[] = [];
    const first = Math.max(this.#oldest, this.#next - capacity);
    for (let sequence = first; sequence < this.#next; sequence++) calls.push(this.#read(sequence));
    return calls;
  }

  clear(): void {
    this.#oldest = this.#next;
    this.#sockets.fill(undefined);
    this.#addresses.fill(undefined);
  }

  #read(sequence: number): RecordedCall {
    const at = sequence % capacity;
    const count = this.#counts[at] as number;
    const outcome = this.#outcomes[at] as string;
    const start = at * previewLength;
    return {
      sequence,
      socket: this.#sockets[at] as SocketLabel,
      call: this.#calls[at] as string,
      cell: this.#cells[at] || undefined,
      started: this.#started[at] as number,
      ended: outcome === "waiting" ? undefined : this.#ended[at],
      outcome,
      address: this.#addresses[at],
      count: count < 0 ? undefined : count,
      preview:
        count <= 0 ? nothing : this.#previews.slice(start, start + Math.min(count, previewLength)),
    };
  }
}

export const record = new CallRecord();

/** What the sockets of this process did, oldest first: the newest 4096 calls. */
export function history(): RecordedCall[] {
  return record.list();
}

/** Forgets what was recorded so far. */
export function clearHistory(): void {
  record.clear();
}
