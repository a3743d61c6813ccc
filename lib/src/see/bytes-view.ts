import { types } from "node:util";
import { history, type RecordedCall } from "../record.js";
import type { TcpSocket } from "../tcp-socket.js";
import type { UdpSocket } from "../udp-socket.js";
import { type ByteRow, type Piece, rowsOf } from "./byte-rows.js";
import { pictureOf } from "./bytes-svg.js";
import { type Side, textOf } from "./bytes-text.js";
import { show } from "./show.js";

/** Bytes, chunks of bytes in their order, or a socket, for what it sent and received. */
export type BytesSource = Uint8Array | readonly Uint8Array[] | TcpSocket | UdpSocket;

export interface BytesViewOptions {
  /** A line above the bytes. */
  title?: string;
  /** The most bytes to show in each direction: 512 when left out. */
  limit?: number;
}

const receiving = ["recv", "recvfrom"];
const sending = ["send", "sendall", "sendto"];

/**
 * Shows bytes in hex and as text, and marks where each chunk begins. A character that the border of
 * two chunks cuts is shown on both sides of it: é▸|◂é. Of a socket it shows what it sent and what it
 * received since `clearHistory()`; the record keeps the first 32 bytes of each call. In a notebook
 * this is a picture, elsewhere the text that `bytesText` gives.
 *
 * @example
 * bytesView([await connection.recv(2), await connection.recv(100)]);
 */
export function bytesView(what: BytesSource, options: BytesViewOptions = {}): void {
  const { title = "" } = options;
  const text = bytesText(what, options);
  show({ svg: pictureOf(title, laidOut(what, options), text), text });
}

/** What `bytesView` shows, in characters. */
export function bytesText(what: BytesSource, options: BytesViewOptions = {}): string {
  const { title = "" } = options;
  const sides = laidOut(what, options).map(({ side, rows }) => textOf(side, rows));
  return [...(title === "" ? [] : [title]), ...sides].join("\n");
}

function laidOut(
  what: BytesSource,
  { limit = 512 }: BytesViewOptions,
): { side: Side; rows: ByteRow[] }[] {
  return sidesOf(what).map((side) => ({ side, rows: rowsOf(side.pieces, limit) }));
}

function sidesOf(what: BytesSource): Side[] {
  if (types.isUint8Array(what)) return [{ name: "", unit: "chunk", pieces: [{ bytes: what }] }];
  if (Array.isArray(what)) {
    return [{ name: "", unit: "chunk", pieces: what.map((bytes) => ({ bytes })) }];
  }
  const { label } = what as TcpSocket | UdpSocket;
  const calls = history().filter(({ socket, count }) => socket === label && count !== undefined);
  const isTcp = label.kind === "TCP";
  return [
    { name: "sent", unit: isTcp ? "send" : "datagram", pieces: piecesOf(calls, sending, isTcp) },
    {
      name: "received",
      unit: isTcp ? "chunk" : "datagram",
      pieces: piecesOf(calls, receiving, isTcp),
    },
  ];
}

/** An empty chunk is the end of a stream and no piece of it; an empty datagram is one. */
function piecesOf(calls: RecordedCall[], names: readonly string[], isTcp: boolean): Piece[] {
  return calls
    .filter(({ call, count }) => names.includes(call) && !(isTcp && count === 0))
    .map(({ preview, count = 0 }) => ({ bytes: preview, missing: count - preview.length }));
}
