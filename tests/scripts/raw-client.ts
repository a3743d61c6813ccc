import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A client that is not ours: sends bytes and collects what comes until the server closes. */
export async function exchange(
  port: number,
  bytes: string | Uint8Array,
  options: { end?: boolean; host?: string } = {},
): Promise<Buffer> {
  const socket = connect(port, options.host ?? "127.0.0.1");
  if (options.end === true) socket.end(bytes);
  else socket.write(bytes);
  return collect(socket);
}

/** A client that says nothing yet. It hears when the server hangs up, by an end or a reset. */
export async function connected(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket.on("error", () => socket.destroy()).on("end", () => socket.destroy());
}

/** Connects, sends and resets the connection. */
export async function reset(port: number, bytes: string | Uint8Array): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  socket.resetAndDestroy();
  await once(socket, "close");
}

/** Everything that arrives until the other side ends; a reset makes it fail. */
export async function collect(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
