import { type AddressFamily, AF_INET, AF_INET6, SOCK_DGRAM, SOCK_STREAM } from "./constants.js";
import { SocketLabel } from "./label.js";
import { failure } from "./socket-error.js";
import { TcpSocket } from "./tcp-socket.js";
import { UdpSocket } from "./udp-socket.js";

/**
 * socket(2): makes a socket, of IPv4 or IPv6, for TCP or UDP. It holds no port yet.
 * Fails with EAFNOSUPPORT or EINVAL for anything else.
 *
 * @example const serverSocket = socket(AF_INET, SOCK_STREAM);
 */
export function socket(family?: AddressFamily, type?: typeof SOCK_STREAM): TcpSocket;
export function socket(family: AddressFamily, type: typeof SOCK_DGRAM): UdpSocket;
export function socket(
  family: AddressFamily = AF_INET,
  type: typeof SOCK_STREAM | typeof SOCK_DGRAM = SOCK_STREAM,
): TcpSocket | UdpSocket {
  const call = { syscall: "socket", socket: new SocketLabel(type === SOCK_DGRAM ? "UDP" : "TCP") };
  if (family !== AF_INET && family !== AF_INET6) {
    throw failure(call, "EAFNOSUPPORT", `the family is ${String(family)}`);
  }
  if (type === SOCK_STREAM) return new TcpSocket(family);
  if (type === SOCK_DGRAM) return new UdpSocket(family);
  throw failure(call, "EINVAL", `the type is ${String(type)}, not SOCK_STREAM or SOCK_DGRAM`);
}
