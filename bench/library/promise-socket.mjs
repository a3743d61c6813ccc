/** The npm package `promise-socket` on both sides, where somebody has installed it. */
import net from "node:net";
// @ts-expect-error It is no dependency: `npm install --no-save promise-socket` brings it.
import { PromiseSocket } from "promise-socket";
import { message, obey } from "./commands.mjs";

/** @param {(socket: any) => Promise<unknown>} converse @returns {Promise<number>} */
function serve(converse) {
  return new Promise((resolve) => {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      converse(new PromiseSocket(socket)).catch((error) => console.error(error));
    });
    server.listen({ host: "127.0.0.1", port: 0, backlog: 128 }, () => {
      resolve(/** @type {net.AddressInfo} */ (server.address()).port);
    });
  });
}

/** @param {any} socket */
async function echo(socket) {
  let chunk = await socket.read();
  while (chunk !== undefined) {
    await socket.write(chunk);
    chunk = await socket.read();
  }
  socket.destroy();
}

/** @param {any} socket */
async function swallow(socket) {
  while ((await socket.read()) !== undefined);
  await socket.end(".");
}

/** @type {unknown[]} */
const kept = [];

/** @param {number} port */
async function connect(port) {
  const socket = new PromiseSocket(new net.Socket({ allowHalfOpen: true }));
  await socket.connect(port, "127.0.0.1");
  return socket;
}

await obey({
  serveEcho: () => serve(echo),
  serveSink: () => serve(swallow),
  serveIdle: () => serve(async (socket) => void kept.push(socket)),
  connect,

  async roundTrips(socket, count) {
    for (let trip = 0; trip < count; trip++) {
      await socket.write(message);
      let received = 0;
      while (received < message.length) received += (await socket.read()).length;
    }
  },

  async sendBulk(port, writes, block) {
    const socket = await connect(port);
    for (let i = 0; i < writes; i++) await socket.write(block);
    await socket.end();
    await socket.read();
    socket.destroy();
  },

  async connectAndClose(port) {
    const socket = await connect(port);
    const closed = new Promise((resolve) => socket.stream.once("close", resolve));
    socket.destroy();
    await closed;
  },
});
