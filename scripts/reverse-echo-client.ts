// The client of document 000: sends what is typed, shows it reversed, until "end" comes back as "dne".
import { decode, encode, input, SOCK_STREAM, socket } from "socketbook";
import { clientOptions, familyOf, lines, messagesOn, print, program } from "./shared/index.js";

const where = { host: "localhost", port: 7200 };

await program(
  {
    about: "Sends each typed line to the reverse echo server and shows it reversed; end ends both.",
    options: { ...clientOptions(where), lines },
  },
  async ({ host, port, timeout, lines, signal }) => {
    const clientSocket = socket(familyOf(host), SOCK_STREAM);
    clientSocket.settimeout(timeout);
    await clientSocket.connect([host, port]);
    print(`Client connection made with server at ${host} : ${port}`);

    const connection = messagesOn(clientSocket, { lines });
    for (;;) {
      const message = await input("Client enter message: ", { signal });
      await connection.sendall(encode(message));

      const answer = decode(await connection.recv(1024));
      print(`Client received: ${answer}`);
      if (message === "end" && answer === "dne") break;
    }

    print('Client termination called by message "end" and response "dne"');
    await clientSocket.close();
  },
);
