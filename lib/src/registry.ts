import type { SocketLabel } from "./label.js";

/** A socket as the registry knows it. */
export interface OpenSocket {
  readonly label: SocketLabel;
  close(): Promise<void>;
}

const open = new Set<OpenSocket>();

export function register(socket: OpenSocket): void {
  open.add(socket);
}

export function unregister(socket: OpenSocket): void {
  open.delete(socket);
}

/** The sockets of this process that are open, oldest first. */
export function openSockets(): OpenSocket[] {
  return [...open];
}

/**
 * Closes every socket that this notebook or program has open. Resolves with how many they were,
 * once the ports are free. The last cell of every notebook does it.
 */
export async function closeAll(): Promise<number> {
  const sockets = openSockets();
  await Promise.all(sockets.map((socket) => socket.close()));
  for (const end of endings.splice(0)) end();
  return sockets.length;
}

const endings: (() => void)[] = [];

/** Runs `end` once, after the next `closeAll`. */
export function whenAllClosed(end: () => void): void {
  endings.push(end);
}
