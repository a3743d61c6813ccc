import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Talk } from "./attack.js";

const longest = 8192; // what a socket's buffer takes many of

/**
 * The peer of a server of datagrams. An attack is one datagram per piece; a good one follows from the
 * same socket, again each second until an answer comes, since any datagram may be lost.
 */
export const datagram: Talk = {
  async perform(port, { pieces }) {
    const datagrams = pieces.map((piece) => piece.subarray(0, longest));
    return {
      bytes: await exchange(port, [...datagrams, Buffer.from("Hello")]),
      broken: false,
      waited: false,
      port: 0,
    };
  },
  async honest(port, good) {
    return String(await exchange(port, [Buffer.from(good)]));
  },
};

async function exchange(port: number, datagrams: readonly Buffer[]): Promise<Buffer> {
  const socket = createSocket("udp4");
  const answers: Buffer[] = [];
  socket.on("message", (answer: Buffer) => answers.push(answer));
  const sendLast = () => socket.send(datagrams.at(-1) ?? "", port, "127.0.0.1");
  const again = setInterval(sendLast, 1000);
  try {
    for (const bytes of datagrams.slice(0, -1)) socket.send(bytes, port, "127.0.0.1");
    sendLast();
    await once(socket, "message", { signal: AbortSignal.timeout(60_000) });
    return Buffer.concat(answers);
  } finally {
    clearInterval(again);
    socket.close();
  }
}
