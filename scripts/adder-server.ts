// The server of document 003's assignment 2: trades names and numbers with each client, and adds them.
import { randomInt } from "node:crypto";
import { encode, SOCK_STREAM, socket } from "socketbook";
import {
  announcePort,
  Failure,
  familyOf,
  listens,
  print,
  program,
  serve,
  serverOptions,
  serving,
  text,
  tuple,
  wholeLines,
} from "./shared/index.js";

const where = { host: "", port: 12000 };

await program(
  {
    about: listens(where),
    options: {
      ...serverOptions(where),
      ...serving(true),
      name: text("Server of John Q. Smith", "NAME", "the server's name"),
    },
  },
  async ({ host, port, name: serverName, ...options }) => {
    const serverNumber = randomInt(1, 101);

    const serverSocket = socket(familyOf(host), SOCK_STREAM);
    await serverSocket.bind([host, port]);
    await serverSocket.listen();
    announcePort(serverSocket, port);

    await serve(serverSocket, options, async (connSocket, addr) => {
      print(`Connected by: ${tuple(addr)}`);

      const nextLine = wholeLines(connSocket, 2048);
      const clientName = await nextLine();
      const clientNumber = integer(await nextLine());
      if (clientNumber < 1 || clientNumber > 100) {
        print(`Out of range: ${clientNumber}`);
        return "end at once";
      }

      print(`Client name: ${clientName}`);
      print(`Server name: ${serverName}`);
      print(`Client number: ${clientNumber}`);
      print(`Server number: ${serverNumber}`);
      print(`Sum: ${clientNumber + serverNumber}`);

      await connSocket.sendall(encode(`${serverName}\n${serverNumber}\n`));
    });
  },
);

/** Only a whole number counts: garbage must not shut the server down. */
function integer(line: string): number {
  if (!/^\s*[+-]?\d+\s*$/.test(line)) throw new Failure(`sent no integer but "${line}"`);
  return Number(line);
}
