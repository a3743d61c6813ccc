// The client of document 003's assignment 2: sends a name and a number, adds the server's number.
import { encode, input, SOCK_STREAM, StreamReader, socket } from "socketbook";
import { clientOptions, Failure, familyOf, print, program } from "./shared/index.js";

const where = { host: "127.0.0.1", port: 12000 };

await program(
  {
    about: "Sends a name and an integer to the adder server and shows the sum of both numbers.",
    options: clientOptions(where),
  },
  async ({ host, port, timeout, signal }) => {
    const name = await input("Input your name: ", { signal });
    const number = integer(await input("Input an integer between 1 and 100: ", { signal }));

    const clientSocket = socket(familyOf(host), SOCK_STREAM);
    clientSocket.settimeout(timeout);
    await clientSocket.connect([host, port]);
    await clientSocket.sendall(encode(`${name}\n${number}\n`));

    const reader = new StreamReader(clientSocket, { limit: 2048 });
    const serverName = await reader.readLine();
    const serverNumber = await reader.readLine();
    await clientSocket.close();

    if (serverName === null || serverNumber === null) {
      if (number >= 1 && number <= 100) throw new Failure("the server closed without an answer");
      print(`${number} is out of range: the server has ended`);
      return;
    }
    print(`Client name: ${name}`);
    print(`Server name: ${serverName}`);
    print(`Client number: ${number}`);
    print(`Server number: ${serverNumber}`);
    print(`Sum: ${number + integer(serverNumber)}`);
  },
);

function integer(text: string): number {
  const shown = text.slice(0, 80);
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Failure(`"${shown}" is not an integer`);
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  throw new Failure(`"${shown}" is too large to be added exactly`);
}
