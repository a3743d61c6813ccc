/** Serves one word to each client and holds it until it goes; tells in a line what each `accept` did. */
import { once } from "node:events";
import { AF_INET, encode, SOCK_STREAM, socket, type TcpSocket } from "socketbook";

const server = socket(AF_INET, SOCK_STREAM);
await server.bind(["127.0.0.1", 0]);
await server.listen();
console.log(`port ${server.getsockname()[1]}`);
if (process.argv[2] === "later") await once(process.stdin, "data");
while (process.argv[2] !== "loop") {
  try {
    const [connection] = await server.accept();
    console.log("accepted");
    void hold(connection);
  } catch (error) {
    console.log((error as Error).message);
  }
}
for await (const [connection] of server) {
  console.log("accepted");
  void hold(connection);
}

async function hold(connection: TcpSocket): Promise<void> {
  await connection.sendall(encode("served"));
  await connection.recv(1);
  await connection.close();
  console.log("gone");
}
