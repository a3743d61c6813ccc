// The client of document 002: says hello and shows the thanks.
import { decode, encode, SOCK_STREAM, socket } from "socketbook";
import { clientOptions, familyOf, lines, messagesOn, print, program } from "./shared/index.js";

const where = { host: "127.0.0.1", port: 8080 };

await program(
  {
    about: "Connects to the thanks server, sends one message and shows the answer.",
    options: { ...clientOptions(where), lines },
  },
  async ({ host, port, timeout, lines }) => {
    const s = socket(familyOf(host), SOCK_STREAM);
    s.settimeout(timeout);

    await s.connect([host, port]);
    const connection = messagesOn(s, { lines });
    await connection.sendall(encode("Hai from client"));
    print(decode(await connection.recv(1024)));

    await s.close();
  },
);
