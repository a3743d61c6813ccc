// The server of document 002: thanks each client for connecting.
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

const where = { host: "", port: 8080 }; // the listing says ' ', which is no address

await program(
  { about: listens(where), options: { ...serverOptions(where), lines } },
  async ({ host, port, lines, ...options }) => {
    const s = socket(familyOf(host), SOCK_STREAM);
    await s.bind([host, port]);

    await s.listen(options.concurrent ? SOMAXCONN : 5);
    announcePort(s, port);

    await serve(s, options, async (c, addr) => {
      const connection = messagesOn(c, { lines });
      const message = await connection.recv(1024);
      // The listing writes underscores; its output, in Python 2, is the tuple that this prints.
      print(`('Got Connection from', ${tuple(addr)})`);
      print(decode(message));
      await connection.sendall(encode("Thanks for connecting"));
    });
  },
);
