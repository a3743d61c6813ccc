// The server of documents 003 and 004: answers a sentence of each client in upper case.
import { decode, encode, SOCK_STREAM, SOMAXCONN, socket } from "socketbook";
import {
  announcePort,
  familyOf,
  lines,
  listens,
  messagesOn,
  print,
  program,
  serve,
  serverOptions,
  tuple,
} from "./shared/index.js";

const where = { host: "", port: 12000 };
const sockBuffer = 2048;

await program(
  { about: listens(where), options: { ...serverOptions(where), lines } },
  async ({ host, port, lines, ...options }) => {
    // create TCP welcoming socket
    const serverSocket = socket(familyOf(host), SOCK_STREAM);
    await serverSocket.bind([host, port]);

    // begin listening for incoming TCP requests
    await serverSocket.listen(options.concurrent ? SOMAXCONN : 1);
    announcePort(serverSocket, port);

    await serve(serverSocket, options, async (connSocket, addr) => {
      // 003's listing prints "Server is running" above and two spaces below. Its screenshots, which
      // show what was really printed, have neither.
      print(`Connected by: ${tuple(addr)}`);

      const connection = messagesOn(connSocket, { lines });
      // read a sentence of bytes received from client
      const sentence = decode(await connection.recv(sockBuffer));
      print(`Data from connected user: ${sentence}`); // display received sentence

      const sentenceUpper = sentence.toUpperCase(); // convert to upper case
      // send modified sentence over TCP connection
      await connection.sendall(encode(sentenceUpper));
    });
  },
);
