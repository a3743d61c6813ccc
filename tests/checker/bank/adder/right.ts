// Trades names and numbers with each client; a number out of range ends it.
import { createServer, type Socket } from "node:net";

const ownName = "Server of the bank";
const ownNumber = 23;
const connections = new Set<Socket>();

const server = createServer((connection) => {
  connections.add(connection.on("error", (error) => console.log(error.message)));
  let message = "";
  connection.setEncoding("utf8").on("data", (chunk) => {
    message += chunk;
    const [, line, rest] = message.split("\n");
    if (message.length > 4096) connection.destroy();
    if (rest === undefined || !/^-?\d+$/.test(line ?? "")) return;
    const number = Number(line);
    if (number < 1 || number > 100) end();
    else connection.end(`${ownName}\n${ownNumber}\n`);
  });
});

function end(): void {
  server.close();
  for (const connection of connections) connection.destroy();
}

server.listen(Number(process.argv[2]), "127.0.0.1");
