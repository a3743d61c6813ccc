// An uppercase server that the torture must find out: it gives much time to whoever sends much.
import { type AddressInfo, createServer } from "node:net";

const much = 1000; // bytes
const time = 10; // milliseconds

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("end", () => socket.end());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    const start = performance.now();
    while (chunk.length > much && performance.now() - start < time);
    if (chunk.length <= much) socket.end(String(chunk).toUpperCase());
  });
});
server.listen(0, "127.0.0.1", () => {
  console.error(`Listening on port ${(server.address() as AddressInfo).port}`);
});
