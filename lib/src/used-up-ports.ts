import { networkInterfaces } from "node:os";
import type { Attempt } from "./socket-error.js";

/** Whether the call left it to the system which port it gets. */
export function tookAnyPort({ syscall, address, socket }: Attempt): boolean {
  return syscall === "bind" ? address?.[1] === 0 : socket.local === undefined;
}

/** What the system found, where its answer is about all of its ports and not about one address. */
export function stateOfPorts(code: string, attempt: Attempt): string | undefined {
  if (code === "EADDRINUSE" && tookAnyPort(attempt)) {
    return "every port that the system gives out is taken";
  }
  return code === "EADDRNOTAVAIL" && attempt.syscall !== "bind"
    ? stateOfDialling(attempt)
    : undefined;
}

/** What a person can do when the system has no port to give. */
export function howToFreePorts({ socket }: Attempt): string {
  const close = "Close what is no longer needed";
  if (socket.kind === "UDP") return `${close}.`;
  return `${close}, or wait: the system sets the port of a closed connection aside for a while (TIME_WAIT).`;
}

/** What a person can do when a call that is no `bind` got EADDRNOTAVAIL. */
export function whyNoWayOut(attempt: Attempt): string {
  if (lacksIPv6(attempt)) return "Try AF_INET and 127.0.0.1.";
  if (attempt.address?.[1] === 0) return "Write the port on which the server listens.";
  if (attempt.socket.local === undefined) return howToFreePorts(attempt);
  return "Leave bind() out, so that the system chooses a port, or wait a while and try again.";
}

function stateOfDialling(attempt: Attempt): string {
  if (lacksIPv6(attempt)) return "this machine has no IPv6 address";
  if (attempt.address?.[1] === 0) return "nobody listens on port 0"; // so macOS and Windows tell it
  if (attempt.socket.local === undefined) return "no port is left for one more connection to there";
  return "a connection from this port to there exists, or ended just now";
}

function lacksIPv6({ address }: Attempt): boolean {
  const own = Object.values(networkInterfaces()).flat();
  return address?.[0].includes(":") === true && !own.some((one) => one?.family === "IPv6");
}
