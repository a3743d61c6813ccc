import type { NodeSocket } from "./node-net.js";

/** What can happen to a connection without a call. */
interface Events {
  arrived(chunk: Uint8Array): void;
  peerFinished(): void;
  failed(cause: Error): void;
  ended(): void;
}

const owner = Symbol("connection");
type Owned = NodeSocket & { [owner]: Events };

/**
 * Tells a connection what happens to its `node:net` socket. There is one function for all
 * connections, not four closures for each: so an idle connection stays small.
 */
export function report(socket: NodeSocket, connection: Events): void {
  (socket as Owned)[owner] = connection;
  socket.on("data", onData).on("end", onEnd).on("error", onError).on("close", onClose);
}

function onData(this: NodeSocket, chunk: Uint8Array): void {
  (this as Owned)[owner].arrived(chunk);
}

function onEnd(this: NodeSocket): void {
  (this as Owned)[owner].peerFinished();
}

function onError(this: NodeSocket, cause: Error): void {
  (this as Owned)[owner].failed(cause);
}

function onClose(this: NodeSocket): void {
  (this as Owned)[owner].ended();
}
