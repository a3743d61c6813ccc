/** Serves one word on the port and host it is told, by TCP; prints where, until its input ends. */
import { AF_INET, encode, SOCK_STREAM, socket } from "socketbook";

const [host = "", port = "0", word = ""] = process.argv.slice(2);
const server = socket(AF_INET, SOCK_STREAM);
await server.bind([host, Number(port)]);
await server.listen();
console.log(server.getsockname().join(" "));
process.stdin.resume().on("end", () => void server.close());
for await (const [connection] of server) {
  await connection.sendall(encode(word));
  await connection.close();
}
