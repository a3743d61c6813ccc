// biome-ignore-all lint/style/noEnum: only members of enums are told apart by the compiler.
/**
 * The constants that the calls take, under the names of the Unix manual and with Linux's numbers.
 * They are members of enums, so that the compiler rejects a socket type where a family belongs.
 * Node translates for each system; no number from here ever reaches a kernel.
 */
enum AddressFamily {
  AF_INET = 2,
  AF_INET6 = 10,
}

enum SocketType {
  SOCK_STREAM = 1,
  SOCK_DGRAM = 2,
}

enum Shutdown {
  SHUT_RD = 0,
  SHUT_WR = 1,
  SHUT_RDWR = 2,
}

enum OptionLevel {
  IPPROTO_IP = 0,
  SOL_SOCKET = 1,
  IPPROTO_TCP = 6,
  IPPROTO_IPV6 = 41,
}

export type { AddressFamily, OptionLevel, Shutdown, SocketType };

/** IPv4: a host is written 127.0.0.1. */
export const AF_INET = AddressFamily.AF_INET;
/** IPv6: a host is written ::1. */
export const AF_INET6 = AddressFamily.AF_INET6;

/** TCP: a connection that carries a stream of bytes. */
export const SOCK_STREAM = SocketType.SOCK_STREAM;
/** UDP: separate datagrams. */
export const SOCK_DGRAM = SocketType.SOCK_DGRAM;

/** No more receiving. */
export const SHUT_RD = Shutdown.SHUT_RD;
/** No more sending: the other side reads an end. */
export const SHUT_WR = Shutdown.SHUT_WR;
/** Neither receiving nor sending. */
export const SHUT_RDWR = Shutdown.SHUT_RDWR;

/** The most connections that may wait for `accept`. */
export const SOMAXCONN = 4096;

/** The option belongs to the socket itself. */
export const SOL_SOCKET = OptionLevel.SOL_SOCKET;
/** The option belongs to IPv4. */
export const IPPROTO_IP = OptionLevel.IPPROTO_IP;
/** The option belongs to TCP. */
export const IPPROTO_TCP = OptionLevel.IPPROTO_TCP;
/** The option belongs to IPv6. */
export const IPPROTO_IPV6 = OptionLevel.IPPROTO_IPV6;

export const SO_REUSEADDR = 2;
export const SO_TYPE = 3;
export const SO_BROADCAST = 6;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_KEEPALIVE = 9;
export const SO_LINGER = 13;
export const SO_ACCEPTCONN = 30;
export const SO_PROTOCOL = 38;
export const SO_DOMAIN = 39;

export const TCP_NODELAY = 1;
export const TCP_KEEPIDLE = 4;

export const IP_TTL = 2;
export const IP_MULTICAST_TTL = 33;
export const IP_MULTICAST_LOOP = 34;
export const IP_ADD_MEMBERSHIP = 35;
export const IP_DROP_MEMBERSHIP = 36;

export const IPV6_V6ONLY = 26;
