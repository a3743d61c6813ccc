import type { NodeSocket } from "./node-net.js";

const nothing = new Uint8Array(0);

/** Whether the kernel has taken all that Node was given for this socket. */
export function isFlushed(socket: NodeSocket): boolean {
  return socket.writableLength === 0 && !socket.errored;
}

/** An empty write has its turn, and its callback, after the bytes before it. */
export function whenFlushed(socket: NodeSocket, done: () => void): void {
  // With an error, the "error" event ends every waiting call.
  socket.write(nothing, (error) => error ?? done());
}
