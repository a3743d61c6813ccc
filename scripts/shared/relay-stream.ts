import {
  type Address,
  disturb,
  IPPROTO_TCP,
  SHUT_WR,
  SO_LINGER,
  SOCK_STREAM,
  SOL_SOCKET,
  type StreamFaults,
  socket,
  TCP_NODELAY,
  type TcpSocket,
} from "socketbook";
import { familyOf } from "./family.js";
import { print, tuple } from "./print.js";

interface Passed {
  bytes: number;
  chunks: number;
}

/**
 * Joins a client's connection with one of its own to the server, until both directions have ended.
 * What one side does, the other side gets: its bytes, its end, and its reset.
 */
export async function relayStream(
  near: TcpSocket,
  client: Address,
  server: Address,
  faults: StreamFaults,
): Promise<void> {
  const far = socket(familyOf(server[0]), SOCK_STREAM);
  const there: Passed = { bytes: 0, chunks: 0 };
  const back: Passed = { bytes: 0, chunks: 0 };
  try {
    far.settimeout(near.gettimeout());
    await far.connect(server);
    disturb(far, faults); // as the listening socket has already done with the client's side
    // Each chunk goes out by itself: Nagle's algorithm would join what was just split.
    for (const side of [near, far]) side.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
    await Promise.all([pass(near, far, there), pass(far, near, back)]);
  } catch (error) {
    for (const side of [near, far]) await reset(side);
    throw error;
  } finally {
    await far.close();
    print(`${tuple(client)}: ${told(there)} there, ${told(back)} back`);
  }
}

async function pass(from: TcpSocket, to: TcpSocket, passed: Passed): Promise<void> {
  for (;;) {
    const chunk = await from.recv(65_536);
    if (chunk.length === 0) break;
    await to.sendall(chunk);
    passed.bytes += chunk.length;
    passed.chunks++;
  }
  await to.shutdown(SHUT_WR);
}

async function reset(side: TcpSocket): Promise<void> {
  if (side.label.state === "closed") return;
  side.setsockopt(SOL_SOCKET, SO_LINGER, [1, 0]);
  await side.close();
}

function told({ bytes, chunks }: Passed): string {
  return `${bytes} byte${bytes === 1 ? "" : "s"} in ${chunks} chunk${chunks === 1 ? "" : "s"}`;
}
