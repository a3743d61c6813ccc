import type { SocketLabel } from "../label.js";
import { failure } from "../socket-error.js";
import type { TcpSocket } from "../tcp-socket.js";
import { show } from "./show.js";
import { diagramOf } from "./states/diagram.js";
import { observe } from "./states/observed.js";
import { pathOf, type Visit } from "./states/path.js";
import { readSystem } from "./system/read-system.js";

/**
 * Shows the TCP state diagram (RFC 9293) with the states that a socket went through, numbered in
 * their order; closed sockets too. Resolves when it is shown.
 *
 * Measured is what the system's own list said each time this was called: those states have a solid
 * outline. All others are derived from the record of the socket's calls and of what happened to it, and
 * have a dashed one: a state that lasts a thousandth of a second is rarely seen.
 *
 * @example
 * await stateDiagram(connection);
 */
export async function stateDiagram(connection: TcpSocket): Promise<void> {
  const { label } = connection;
  const visits = await visitsOf(label);
  const text = textOf(label, visits);
  show({ svg: diagramOf(titleOf(label), visits, text), text });
}

/** What `stateDiagram` shows, in characters. */
export async function stateText(connection: TcpSocket): Promise<string> {
  return textOf(connection.label, await visitsOf(connection.label));
}

async function visitsOf(label: SocketLabel): Promise<Visit[]> {
  if (label.kind !== "TCP") {
    const attempt = { socket: label, syscall: "stateDiagram" };
    throw failure(attempt, "EINVAL", "only TCP has states; a datagram is on its own");
  }
  const isIt = ({ kind, local }: { kind: string; local: readonly [string, number] }) =>
    kind === "TCP" && local[1] === label.local?.[1];
  const { sockets, note } = await readSystem(isIt);
  return pathOf(label, note === undefined && label.local ? observe(label, sockets) : []);
}

function titleOf(label: SocketLabel): string {
  return `States of the ${label}`;
}

function textOf(label: SocketLabel, visits: readonly Visit[]): string {
  const lines = visits.map(({ state, why, isMeasured }, at) => {
    const how = isMeasured ? "measured" : "derived";
    return `  ${String(at + 1).padStart(2)}  ${state.padEnd(12)}  ${how.padEnd(8)}  ${why}`;
  });
  return [titleOf(label), ...lines].join("\n");
}
