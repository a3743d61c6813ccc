/**
 * A crowd of clients of one server, in a process of its own so that it takes no time from whoever
 * measures: `node crowd.ts PORT COUNT REQUEST`. Prints "ready" when all are connected, and stays until it
 * is killed. A quarter of it says nothing; a quarter sends a byte a second; a quarter sends the request
 * and reads its answer a byte a second or not at all; a quarter sends without end and never reads.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

const [port = 0, count = 0] = process.argv.slice(2, 4).map(Number);
const request = `${process.argv[4]}\n`;
const flood = Buffer.from(request.repeat(Math.ceil(65_536 / request.length)));

const drips: Socket[] = [];
const readers: Socket[] = [];
const kinds: readonly ((socket: Socket) => void)[] = [
  (socket) => void socket.resume(),
  (socket) => void drips.push(socket.resume()),
  (socket) => {
    socket.write(request.repeat(100));
    if (socket.localPort !== undefined && socket.localPort % 2 === 0) readers.push(socket);
  },
  (socket) => {
    const pour = () => {
      while (socket.writable && socket.write(flood));
    };
    socket.on("drain", pour);
    pour();
  },
];

for (let number = 0; number < count; number++) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  socket.pause().on("error", () => socket.destroy()); // the server may hang up on them whenever it likes
  await once(socket, "connect");
  kinds[number % kinds.length]?.(socket);
}
setInterval(() => {
  for (const socket of drips) if (socket.writable) socket.write("s");
  for (const socket of readers) socket.read(1);
}, 1000);
console.log("ready");
