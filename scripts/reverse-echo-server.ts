// The server of document 000: sends every message back in reverse order, until one is "end".
import { decode, encode, SOCK_STREAM, SOMAXCONN, socket } from "socketbook";
import {
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

const where = { host: "0.0.0.0", port: 7200 };
const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

await program(
  { about: listens(where), options: { ...serverOptions(where), lines } },
  async ({ host, port, lines, ...options }) => {
    const serverSocket = socket(familyOf(host), SOCK_STREAM);
    await serverSocket.bind([host, port]);
    // one connection at a time
    await serverSocket.listen(options.concurrent ? SOMAXCONN : 1);
    print(`Server can now receive from port ${serverSocket.getsockname()[1]}`);

    await serve(serverSocket, options, async (clientSocket, address) => {
      print(`Server connection made with client ${tuple(address)}`);

      const connection = messagesOn(clientSocket, { lines });
      for (;;) {
        const message = decode(await connection.recv(1024));
        print(`Server received: ${message}`);

        const answer = reverse(message);
        await connection.sendall(encode(answer));
        print(`Server sent: ${answer}`);
        if (message === "end") return "end after the last client";
      }
    });
    print('Server termination called by "end"');
  },
);

/** Reverses what a reader sees as characters: an é of two code points stays an é. */
function reverse(text: string): string {
  return Array.from(characters.segment(text), ({ segment }) => segment)
    .reverse()
    .join("");
}
