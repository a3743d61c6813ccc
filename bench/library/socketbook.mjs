/**
 * This library, used as the notebooks use it. With `--without-record`, what it records is thrown
 * away, to tell what the record costs; only this program can switch it off.
 */
import { AF_INET, SHUT_WR, SOCK_STREAM, socket } from "socketbook";
import { record } from "../../lib/dist/record.js";
import { message, obey } from "./commands.mjs";

/** @typedef {import("socketbook").TcpSocket} TcpSocket */

if (process.argv.includes("--without-record")) {
  record.begin = () => 0;
  record.end = () => undefined;
}

/** @param {(connection: TcpSocket) => Promise<void>} converse */
async function serve(converse) {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  acceptFrom(server, converse);
  return server.getsockname()[1];
}

/** @param {TcpSocket} server @param {(connection: TcpSocket) => Promise<void>} converse */
async function acceptFrom(server, converse) {
  for await (const [connection] of server) converse(connection);
}

/** @param {TcpSocket} connection */
async function echo(connection) {
  for (;;) {
    const chunk = await connection.recv(2048);
    if (chunk.length === 0) break;
    await connection.send(chunk);
  }
  await connection.close();
}

/** @param {TcpSocket} connection */
async function swallow(connection) {
  let chunk = await connection.recv(65_536);
  while (chunk.length > 0) chunk = await connection.recv(65_536);
  await connection.send(new Uint8Array(1));
  await connection.close();
}

/** @type {TcpSocket[]} */
const kept = [];

/** @param {number} port */
async function connect(port) {
  const connection = socket(AF_INET, SOCK_STREAM);
  await connection.connect(["127.0.0.1", port]);
  return connection;
}

await obey({
  serveEcho: () => serve(echo),
  serveSink: () => serve(swallow),
  serveIdle: () => serve(async (connection) => void kept.push(connection)),
  connect,

  async roundTrips(connection, count) {
    for (let trip = 0; trip < count; trip++) {
      await connection.send(message);
      let received = 0;
      while (received < message.length) received += (await connection.recv(64)).length;
    }
  },

  async sendBulk(port, writes, block) {
    const connection = await connect(port);
    for (let i = 0; i < writes; i++) await connection.send(block);
    await connection.shutdown(SHUT_WR);
    await connection.recv(1);
    await connection.close();
  },

  async connectAndClose(port) {
    const connection = await connect(port);
    await connection.close();
  },
});
