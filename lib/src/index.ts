/// <reference types="node" preserve="true" />

export type { Address } from "./address.js";
export {
  AF_INET,
  AF_INET6,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DOMAIN,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_PROTOCOL,
  SO_RCVBUF,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  SOMAXCONN,
  TCP_KEEPIDLE,
  TCP_NODELAY,
} from "./constants.js";
export { type InputOptions, input } from "./input.js";
export type { SocketLabel, SocketState } from "./label.js";
export type { Cell, Notebook } from "./notebook.js";
export type { OptionValue } from "./option-names.js";
export { clearHistory, history, type RecordedCall } from "./record.js";
export { closeAll, openSockets } from "./registry.js";
export { type BytesSource, type BytesViewOptions, bytesText, bytesView } from "./see/bytes-view.js";
export { disturb } from "./see/disturb.js";
export type { DatagramFaults, StreamFaults } from "./see/faults.js";
export { type Plot, plot, plotText } from "./see/plot.js";
export { type SequenceOptions, sequenceDiagram, sequenceText } from "./see/sequence-diagram.js";
export { type SocketTable, socketTable } from "./see/socket-table.js";
export { stateDiagram, stateText } from "./see/state-diagram.js";
export type { SocketRow } from "./see/system/rows.js";
export { socket } from "./socket.js";
export { SocketError } from "./socket-error.js";
export { frame, StreamReader, type StreamReaderOptions } from "./stream-reader.js";
export type { TcpSocket } from "./tcp-socket.js";
export { decode, encode, TextJoiner } from "./text.js";
export type { UdpSocket } from "./udp-socket.js";
export type { WaitOptions } from "./waiting-line.js";
