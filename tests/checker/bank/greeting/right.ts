// Answers each greeting, datagram by datagram.
import { createSocket } from "node:dgram";

const server = createSocket("udp4");
server.on("error", (error) => console.log(error.message));
server.on("message", (_datagram, client) => {
  server.send("UDPServer has received your message", client.port, client.address);
});
server.bind(Number(process.argv[2]), "127.0.0.1");
