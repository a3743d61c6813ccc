// A server of the library alone, without what scripts/ puts around it: answers each line in reverse.
import {
  AF_INET,
  encode,
  SOCK_STREAM,
  SOMAXCONN,
  StreamReader,
  socket,
  type TcpSocket,
} from "socketbook";
import { reversed } from "./orders.js";

const server = socket(AF_INET, SOCK_STREAM);
await server.bind(["127.0.0.1", 0]);
await server.listen(SOMAXCONN);
console.log(`port ${server.getsockname()[1]}`);

for await (const [connection] of server) void converse(connection);

async function converse(connection: TcpSocket): Promise<void> {
  try {
    connection.settimeout(3600);
    for await (const line of new StreamReader(connection)) {
      await connection.sendall(encode(`${reversed(line)}\n`));
    }
  } catch (error) {
    if ((error as { code?: string }).code !== "ECONNRESET") throw error;
  } finally {
    await connection.close();
  }
}
