// The client of document 001: greets the server and shows what it says.
import { decode, encode, SOCK_DGRAM, SOCK_STREAM, socket } from "socketbook";
import { clientOptions, Failure, familyOf, flag, print, program } from "./shared/index.js";

const where = { host: "127.0.0.1", port: 50001 };
const BUFFER = 4096; // buffer size

await program(
  {
    about: "Sends one greeting to the greeting server and shows its answer.",
    options: {
      ...clientOptions(where),
      tcp: flag("use TCP, as the document's title says, instead of UDP, as its program does"),
    },
  },
  async ({ host, port, timeout, tcp }) => {
    const family = familyOf(host);
    const sock = tcp ? socket(family, SOCK_STREAM) : socket(family, SOCK_DGRAM);
    sock.settimeout(timeout);

    // server connection
    await sock.connect([host, port]);

    // send message to Server
    const myMsg = "Hello, UDPServer!";
    await sock.send(encode(myMsg));

    // save message from the server in buffer
    const recv = await sock.recv(BUFFER);
    // An empty datagram is an answer; on a connection no bytes mean that the server has closed it.
    if (tcp && recv.length === 0) throw new Failure("the server closed without an answer");

    // save context in buffer
    print(`[UDPServer said]: ${decode(recv)}`);

    await sock.close();
  },
);
