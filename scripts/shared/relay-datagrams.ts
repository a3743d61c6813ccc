import {
  type Address,
  type DatagramFaults,
  disturb,
  SOCK_DGRAM,
  SocketError,
  socket,
  type UdpSocket,
} from "socketbook";
import { familyOf } from "./family.js";
import { log, print, printed, tuple } from "./print.js";

/** So many clients at most have a socket of their own; the datagrams of more are lost. */
const mostClients = 200;

export interface Relay {
  readonly server: Address;
  readonly faults: DatagramFaults;
  /** How many seconds a client keeps its socket without an answer from the server. */
  readonly timeout: number;
}

/** Passes datagrams on: each client gets a socket of its own, so that the answers find their way. */
export async function relayDatagrams(near: UdpSocket, relay: Relay): Promise<never> {
  const clients = new Map<string, UdpSocket>();
  disturb(near, relay.faults);
  for (;;) {
    await printed({ isFirst: false });
    const [bytes, client] = await near.recvfrom(65_536);
    const name = tuple(client);
    let far = clients.get(name);
    if (!far && clients.size >= mostClients) continue;
    if (!far) {
      far = disturb(socket(familyOf(relay.server[0]), SOCK_DGRAM), relay.faults);
      far.settimeout(relay.timeout);
      clients.set(name, far);
      void answer(far, near, client).finally(() => clients.delete(name));
    }
    await tell(`${name}: ${bytes.length} bytes there`, far.sendto(bytes, relay.server));
  }
}

/** Brings back what the server answers, until it has said nothing for the whole timeout. */
async function answer(far: UdpSocket, near: UdpSocket, client: Address): Promise<void> {
  try {
    await far.bind(["", 0]);
    for (;;) {
      const [bytes] = await far.recvfrom(65_536);
      await tell(`${tuple(client)}: ${bytes.length} bytes back`, near.sendto(bytes, client));
    }
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    if (error.code !== "ETIMEDOUT" && error.code !== "EBADF") log(error.message);
  } finally {
    await far.close();
  }
}

/** A datagram that cannot be sent is lost, as any may be; the others go on. */
async function tell(what: string, sending: Promise<number>): Promise<void> {
  try {
    await sending;
    print(what);
  } catch (error) {
    if (!(error instanceof SocketError) || error.code === "EBADF") throw error;
    log(`${what}, lost: ${error.message}`);
  }
}
