/**
 * Tries the calls of the library on a connection whose cable is cut, and prints how they ended as JSON:
 *
 *     calls.ts HOST PORT SECONDS         each call has a timeout
 *     calls.ts HOST PORT --keepalive     none has: the system must find out
 *
 * The server pours and does not read.
 */
import { readdirSync, readlinkSync } from "node:fs";
import {
  AF_INET,
  IPPROTO_TCP,
  SO_KEEPALIVE,
  SOCK_STREAM,
  SOL_SOCKET,
  SocketError,
  socket,
  TCP_KEEPIDLE,
  type TcpSocket,
} from "socketbook";

const [host = "", port = "", limit = ""] = process.argv.slice(2);
const isPatient = limit === "--keepalive";
const place = [host, Number(port)] as const;
const tooMuch = new Uint8Array(64 * 1024 * 1024); // bytes: more than both systems keep
let received = 0;

const before = openSockets();
const stream = opened();
await stream.connect(place);
const findings = {
  recv: await failure(() => drain(stream)),
  ...(isPatient ? {} : await impatient()),
  after: await failure(() => stream.recv(1)),
};
await stream.close();
console.log(JSON.stringify({ ...findings, received, left: openSockets() - before }));

async function impatient() {
  const signal = AbortSignal.timeout(200);
  const aborted = await failure(() => stream.recv(1, { signal }));
  const sendall = await failure(() => stream.sendall(tooMuch));
  await using other = opened();
  return { aborted, sendall, connect: await failure(() => other.connect(place)) };
}

function opened(): TcpSocket {
  const client = socket(AF_INET, SOCK_STREAM);
  if (!isPatient) client.settimeout(Number(limit));
  client.setsockopt(SOL_SOCKET, SO_KEEPALIVE, isPatient);
  client.setsockopt(IPPROTO_TCP, TCP_KEEPIDLE, 1);
  return client;
}

async function drain(from: TcpSocket): Promise<void> {
  for (;;) received += (await from.recv(65536)).length;
}

async function failure(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return "it did not fail";
  } catch (error) {
    return error instanceof SocketError ? error.message : String(error);
  }
}

function openSockets(): number {
  const open = readdirSync("/proc/self/fd").map((number) => nameOf(`/proc/self/fd/${number}`));
  return open.filter((name) => name.startsWith("socket:")).length;
}

function nameOf(descriptor: string): string {
  try {
    return readlinkSync(descriptor);
  } catch (error) {
    return String(error); // the one that listed the folder is closed again
  }
}
