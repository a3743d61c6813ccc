/** The measure of all others: plain `node:net`, with callbacks and "data" events. */
import net from "node:net";
import { message, obey } from "./commands.mjs";

const ignore = () => undefined;
/** @type {net.Socket[]} */
const kept = [];

/** @param {net.Server} server @returns {Promise<number>} */
function listening(server) {
  return new Promise((resolve) => {
    server.listen({ host: "127.0.0.1", port: 0, backlog: 128 }, () => {
      resolve(/** @type {net.AddressInfo} */ (server.address()).port);
    });
  });
}

await obey({
  serveEcho() {
    const server = net.createServer((socket) => {
      // Without a listener for "error", the first reset would end the whole program.
      socket.on("data", (chunk) => socket.write(chunk)).on("error", ignore);
    });
    return listening(server);
  },

  serveSink() {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      socket.on("data", () => undefined).on("end", () => socket.end("."));
    });
    return listening(server);
  },

  serveIdle() {
    const server = net.createServer((socket) => {
      kept.push(socket.on("data", ignore).on("error", ignore));
    });
    return listening(server);
  },

  connect(port) {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, "127.0.0.1", () => {
        socket.off("error", reject).on("error", ignore);
        resolve(socket);
      });
      socket.on("error", reject);
    });
  },

  roundTrips(socket, count) {
    return new Promise((resolve) => {
      let trips = 0;
      let received = 0;
      socket.on("data", (/** @type {Buffer} */ chunk) => {
        received += chunk.length;
        if (received < message.length) return;
        received = 0;
        if (++trips < count) socket.write(message);
        else {
          socket.removeAllListeners("data");
          resolve();
        }
      });
      socket.write(message);
    });
  },

  sendBulk(port, writes, block) {
    return new Promise((resolve) => {
      let written = 0;
      const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      const go = () => {
        while (written < writes) {
          written++;
          if (!socket.write(block)) return socket.once("drain", go);
        }
        return socket.end();
      };
      socket.on("connect", go).on("data", () => socket.destroy());
      socket.on("close", () => resolve());
    });
  },

  connectAndClose(port) {
    return new Promise((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () => socket.destroy());
      socket.on("close", () => resolve());
    });
  },
});
