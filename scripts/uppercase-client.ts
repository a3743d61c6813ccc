// The client of documents 003 and 004: sends a sentence from the keyboard and shows the answer.
import { decode, encode, input, SOCK_STREAM, socket } from "socketbook";
import { clientOptions, familyOf, lines, messagesOn, print, program } from "./shared/index.js";

const where = { host: "127.0.0.1", port: 12000 };

await program(
  {
    about: "Sends one sentence to the uppercase server and shows its answer.",
    options: { ...clientOptions(where), lines },
  },
  async ({ host, port, timeout, lines, signal }) => {
    const clientSocket = socket(familyOf(host), SOCK_STREAM);
    clientSocket.settimeout(timeout);
    await clientSocket.connect([host, port]);

    const message = await input("Input lowercase sequence: ", { signal });

    const connection = messagesOn(clientSocket, { lines });
    await connection.sendall(encode(message));

    const modifiedMessage = await connection.recv(2048);
    print(`Message received: ${decode(modifiedMessage)}`);

    await clientSocket.close();
  },
);
