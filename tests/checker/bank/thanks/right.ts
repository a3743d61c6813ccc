// Thanks each client for its message.
import { createServer } from "node:net";

const server = createServer((connection) => {
  connection.on("error", (error) => console.log(error.message));
  connection.once("data", () => {
    connection.end("Thanks for connecting");
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1");
