/** What the tests of UDP talk to and wait with. */
import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterEach } from "node:test";
import { AF_INET, SOCK_DGRAM, socket, type UdpSocket } from "socketbook";

export const home = "127.0.0.1";
const open: Socket[] = [];

afterEach(async () => {
  for (const raw of open.splice(0)) {
    raw.close();
    await once(raw, "close");
  }
});

/** A UDP socket of the library on a free port of this machine. */
export async function bound(): Promise<{ ours: UdpSocket; port: number }> {
  const ours = socket(AF_INET, SOCK_DGRAM);
  await ours.bind([home, 0]);
  return { ours, port: ours.getsockname()[1] };
}

/** A UDP socket of `node:dgram`, and all the texts that it has received. */
export interface RawPeer {
  readonly port: number;
  readonly texts: string[];
  send(text: string | Uint8Array, port: number, host?: string): Promise<void>;
  close(): Promise<void>;
}

export async function rawPeer(host = home, port = 0): Promise<RawPeer> {
  const raw = createSocket(host.includes(":") ? "udp6" : "udp4");
  const texts: string[] = [];
  raw.on("message", (bytes) => texts.push(bytes.toString()));
  raw.bind(port, host);
  await once(raw, "listening");
  open.push(raw);
  return {
    port: raw.address().port,
    texts,
    send: (text, to, toHost = host) =>
      new Promise((resolve, reject) => {
        raw.send(text, to, toHost, (error) => (error ? reject(error) : resolve()));
      }),
    async close() {
      open.splice(open.indexOf(raw), 1);
      raw.close();
      await once(raw, "close");
    },
  };
}

/** Resolves once something holds that only turns of the event loop can bring about. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `never held: ${holds}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
