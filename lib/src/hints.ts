import type { Address } from "./address.js";
import type { SocketLabel, SocketState } from "./label.js";
import { notebook } from "./notebook.js";
import { openSockets } from "./registry.js";
import type { Attempt } from "./socket-error.js";
import { ownerOf, systemListeners } from "./system-sockets.js";
import { howToFreePorts, tookAnyPort, whyNoWayOut } from "./used-up-ports.js";

const isThisMachine = /^(127\..*|::1|localhost|0\.0\.0\.0|::)?$/;

/** What a person can do about a failure. It may look at what is really open just now. */
export function hintFor(code: string, attempt: Attempt, bySystem: boolean): string {
  return hints[code]?.(attempt, bySystem) ?? "";
}

const hints: Readonly<Record<string, (attempt: Attempt, bySystem: boolean) => string>> = {
  EACCES: ({ syscall, address }) =>
    syscall === "bind" && address !== undefined && address[1] < 1024
      ? "Ports below 1024 belong to the administrator: take one from 1024 to 65535, or 0 for any."
      : "Sending to a broadcast address needs setsockopt(SOL_SOCKET, SO_BROADCAST, 1) first.",
  EADDRINUSE: (attempt) => (tookAnyPort(attempt) ? howToFreePorts(attempt) : whoHolds(attempt)),
  EADDRNOTAVAIL: (attempt) =>
    attempt.syscall === "bind"
      ? 'Bind to "" for every interface, to "127.0.0.1" for this machine only, or to an own address.'
      : whyNoWayOut(attempt),
  EAFNOSUPPORT: () => "Open the socket with the family of the address: AF_INET or AF_INET6.",
  EAI_AGAIN: () => "Check the name and the network; 127.0.0.1 needs neither.",
  EBADF: () => "Open a new one with socket(): a closed socket cannot be used again.",
  ECONNREFUSED: ({ socket, address }) => whyRefused(address ?? socket.remote, socket),
  ECONNRESET: () =>
    "It closed while data was still unread, or it ended abruptly. What it sent before may be lost.",
  EDESTADDRREQ: () => "Use sendto(bytes, address), or connect(address) first.",
  EINVAL: ({ syscall, socket }) => order[syscall]?.(socket.state) ?? "",
  EISCONN: () => "A connection lasts until close(); open a new socket for another one.",
  EMFILE: () => "Close what is no longer needed, or raise the limit (ulimit -n).",
  EMSGSIZE: ({ socket }) =>
    socket.kind === "UDP"
      ? "One datagram carries at most 65507 bytes over IPv4; send several, or use TCP."
      : "Raise the limit of the reader, if a message this long is right.",
  ENFILE: () => "Close programs that are no longer needed.",
  ENOTCONN: ({ socket }) =>
    socket.state === "listening"
      ? "A listening socket only accepts. Use the connection that accept() gives."
      : "Call connect() first, or use the connection that accept() gives.",
  ENOTFOUND: ({ address }) =>
    address?.[0].trim() === ""
      ? 'For every interface write "", with no space in it.'
      : "Check the spelling of the host; this machine itself is 127.0.0.1 or localhost.",
  EPIPE: ({ socket }) =>
    socket.remote
      ? "The peer has closed the connection, or shutdown(SHUT_WR) was called here."
      : "Call connect() first, or use the connection that accept() gives.",
  ETIMEDOUT: ({ syscall }, bySystem) =>
    late[syscall] ??
    (bySystem
      ? "The peer, or the way to it, is gone. Close this socket, and connect a new one."
      : "The socket is still usable: call again, or allow more time with settimeout()."),
};

const halfSent = "A part may have gone, nobody knows how much: close this connection.";

const late: Readonly<Record<string, string>> = {
  connect: "Check the host and the port, and whether a firewall stands between.",
  send: halfSent,
  sendall: halfSent,
};

/** Wrong order, told from a wrong argument by the state of the socket. */
const order: Readonly<Record<string, (state: SocketState) => string>> = {
  accept: () => "Call bind() and listen() on this socket first.",
  bind: (state) => (state === "new" ? "" : "A socket is bound once, before listen() or connect()."),
  listen: (state) =>
    state === "connected" ? "A connected socket cannot listen; open a new one." : "",
};

function whoHolds({ syscall, address, socket: asking }: Attempt): string {
  const port = (syscall === "bind" ? address : asking.local)?.[1] ?? 0;
  const other = openSockets().find(
    ({ label }) => label !== asking && label.kind === asking.kind && label.local?.[1] === port,
  );
  if (other) return `Port ${port} is held by ${named(other.label)}.`;
  const owner = systemListeners(port, asking.kind).map(ownerOf).find(Boolean);
  if (owner) return `Port ${port} is held by ${owner}. End it, or take another port.`;
  return `Another program holds port ${port}. End it, or take another port (0 takes a free one).`;
}

function whyRefused(address: Address | undefined, asking: SocketLabel): string {
  if (!address) return "";
  const [host, port] = address;
  if (!isThisMachine.test(host)) return `Check that a server listens on port ${port} of ${host}.`;
  const mine = openSockets().filter(({ label }) => label !== asking && label.kind === asking.kind);
  const bound = mine.find(({ label }) => label.state === "bound" && label.local?.[1] === port);
  if (asking.kind === "UDP") return `No socket is bound to port ${port} there: start the server.`;
  if (bound) {
    return `${capital(named(bound.label))} is bound to port ${port}, but does not listen yet: call listen().`;
  }
  const listeners = systemListeners(port);
  const version = host.includes(":") ? 6 : 4;
  if (listeners.some((socket) => socket.version !== version)) {
    return version === 4
      ? `A server listens on port ${port} for IPv6 only: try AF_INET6 and ::1.`
      : `A server listens on port ${port} for IPv4 only: try AF_INET and 127.0.0.1.`;
  }
  const elsewhere = listeners.find((socket) => socket.version === 4);
  if (elsewhere) return `A server listens on port ${port} of ${elsewhere.local[0]} only.`;
  const ports = mine.filter(({ label }) => label.state === "listening").map(portOf);
  const known = ports.length > 0 ? ` Here port ${ports.join(", ")} is listening.` : "";
  return `Nobody listens on port ${port} of ${host}: start the server first, or correct the port.${known}`;
}

function named(label: SocketLabel): string {
  const place = notebook() ? "this notebook" : "this program";
  return label.cell === undefined
    ? `another socket of ${place}`
    : `the socket opened in cell ${label.cell} of this notebook`;
}

function portOf({ label }: { label: SocketLabel }): number {
  return label.local?.[1] ?? 0;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
