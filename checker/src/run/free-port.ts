import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port that nobody holds, for TCP and UDP alike. It lies below the ports that systems give to clients,
 * so that no connection of another program takes it between this look and the program's own bind.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000);
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
}

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer().listen(port);
  return free(server, once(server, "listening"));
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket("udp4").bind(port);
  return free(socket, once(socket, "listening"));
}

async function free(
  holder: { close(done: () => void): unknown },
  listening: Promise<unknown>,
): Promise<boolean> {
  try {
    await listening;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["EADDRINUSE", "EACCES"].includes(code)) return false;
    throw error;
  }
  await new Promise<void>((done) => holder.close(done));
  return true;
}
