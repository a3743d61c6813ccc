// The client of document 003's assignment 3: fetches one file from the file server.
import { encode, SOCK_STREAM, StreamReader, socket } from "socketbook";
import {
  Failure,
  familyOf,
  parsePort,
  print,
  program,
  seconds,
  UsageError,
} from "./shared/index.js";
import { PartialFile } from "./shared/partial-file.js";
import { progressBar } from "./shared/progress-bar.js";
import { receiveFile } from "./shared/receive-file.js";

await program(
  {
    about: "Fetches NAME_IN_SERVER from the file server and keeps it as NAME_IN_CLIENT.",
    positionals: ["SERVER:PORT:NAME_IN_SERVER", "NAME_IN_CLIENT"],
    options: { timeout: seconds(120, "how long to wait for the server") },
  },
  async ({ timeout }, source = "", nameInClient = "") => {
    const { host, port, nameInServer } = parse(source);

    const clientSocket = socket(familyOf(host), SOCK_STREAM);
    clientSocket.settimeout(timeout);
    await clientSocket.connect([host, port]);
    await clientSocket.sendall(encode(`${nameInServer}\n`));

    const reader = new StreamReader(clientSocket, { limit: 1024 });
    const size = sizeIn(await reader.readLine());

    const file = await PartialFile.create(nameInClient);
    try {
      await receiveFile(reader, file, size, progressBar(size));
      await file.keep();
    } catch (error) {
      await file.discard();
      throw error;
    }
    await clientSocket.close();
    print(`Received ${nameInServer} as ${nameInClient}: ${size} bytes`);
  },
);

/** SERVER:PORT:NAME_IN_SERVER; an IPv6 server is written in brackets, the name may hold colons. */
function parse(source: string): { host: string; port: number; nameInServer: string } {
  const parts = source.match(/^(?:\[(.+?)\]|([^:[\]]+)):([^:]*):([^\n]+)$/);
  const [, host6, host4 = "", port = "", nameInServer = ""] = parts ?? [];
  if (parts === null) throw new UsageError(`"${source}" is not SERVER:PORT:NAME_IN_SERVER`);
  return { host: host6 ?? host4, port: parsePort(port), nameInServer };
}

function sizeIn(status: string | null): number {
  if (status === null) throw new Failure("the server closed the connection without an answer");
  if (status.startsWith("ERROR ")) throw new Failure(`the server says: ${status.slice(6)}`);
  const size = Number(/^OK (\d+)$/.exec(status)?.[1] ?? Number.NaN);
  if (Number.isSafeInteger(size)) return size;
  throw new Failure(`this is no file server: it answered "${status.slice(0, 80)}"`);
}
