import type { Address } from "./address.js";

export interface Datagram {
  readonly bytes: Uint8Array;
  readonly address: Address;
}

const mostBytes = 1024 * 1024;
const mostDatagrams = 1024;

/** The datagrams that nobody has asked for yet. When it is full, the newest is dropped. */
export class DatagramQueue {
  readonly #datagrams: Datagram[] = [];
  #bytes = 0;

  get length(): number {
    return this.#datagrams.length;
  }

  /** False means that there was no room. */
  push(datagram: Datagram): boolean {
    const bytes = this.#bytes + datagram.bytes.length;
    if (this.#datagrams.length >= mostDatagrams || bytes > mostBytes) return false;
    this.#datagrams.push(datagram);
    this.#bytes = bytes;
    return true;
  }

  shift(): Datagram | undefined {
    const datagram = this.#datagrams.shift();
    this.#bytes -= datagram?.bytes.length ?? 0;
    return datagram;
  }
}
