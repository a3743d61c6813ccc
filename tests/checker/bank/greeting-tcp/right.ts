// Answers each greeting of each client, over TCP, until the client has finished.
import { createServer } from "node:net";

const server = createServer((connection) => {
  connection.on("error", (error) => console.log(error.message));
  connection.on("data", () => {
    connection.write("UDPServer has received your message");
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1");
