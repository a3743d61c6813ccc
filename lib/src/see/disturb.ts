import { TcpSocket } from "../tcp-socket.js";
import type { UdpSocket } from "../udp-socket.js";
import { DisturbedDatagrams } from "./disturbed-datagrams.js";
import { DisturbedStream } from "./disturbed-stream.js";
import { checkFaults, type DatagramFaults, type StreamFaults } from "./faults.js";

/**
 * Makes a socket receive as a hard network might deliver: from now on its `recv` and `recvfrom` hand
 * over late, in pieces, all at once, twice, in another order or not at all. The loopback network
 * rarely does so by itself; with this, a mistake in the framing fails every time. All draws come from
 * the seed: the same seed and the same bytes give the same cuts and the same losses.
 *
 * It gives back the same socket. A later call replaces the faults, and `disturb(socket, {})` ends
 * them. What the socket sends is not touched: disturb the other side. A listening socket hands its
 * faults on to every connection that it accepts from then on.
 *
 * @example
 * disturb(connection, { split: true }); // one byte a recv
 * disturb(connection, { split: 5, merge: true, seed: 7 }); // chunks of 1 to 5 bytes, cut at seed 7
 * disturb(udpServer, { drop: 0.3, reorder: 0.2, seed: 7 });
 */
export function disturb(socket: TcpSocket, faults: StreamFaults): TcpSocket;
export function disturb(socket: UdpSocket, faults: DatagramFaults): UdpSocket;
export function disturb(
  socket: TcpSocket | UdpSocket,
  faults: StreamFaults | DatagramFaults,
): TcpSocket | UdpSocket {
  checkFaults(socket.label, faults);
  const disturbance =
    socket instanceof TcpSocket ? new DisturbedStream() : new DisturbedDatagrams(socket.label);
  socket.disturbance ??= disturbance;
  (socket.disturbance as typeof disturbance).set(faults);
  return socket;
}
