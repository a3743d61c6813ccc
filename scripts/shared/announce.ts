import type { TcpSocket, UdpSocket } from "socketbook";
import { log } from "./print.js";

/**
 * Names the real port of a server that was started with port 0, on standard error: whoever asks for any
 * port must learn which one it became. A port that was asked for by number needs no line, so the
 * transcript stays the document's.
 */
export function announcePort(serverSocket: TcpSocket | UdpSocket, asked: number): void {
  if (asked === 0) log(`Listening on port ${serverSocket.getsockname()[1]}`);
}
