// Answers one message of each client in upper case.
import { createServer } from "node:net";

const server = createServer((connection) => {
  connection.on("error", (error) => console.log(error.message));
  connection.once("data", (chunk) => {
    connection.end(chunk.toString("utf8").toUpperCase());
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1");
