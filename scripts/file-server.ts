// The server of document 003's assignment 3: sends the files below one folder, in blocks of 1024 bytes.
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { encode, SOCK_STREAM, socket } from "socketbook";
import { openInside, Refusal } from "./shared/confined-file.js";
import {
  Failure,
  familyOf,
  parsePort,
  print,
  program,
  serve,
  serving,
  text,
  tuple,
  wholeLines,
} from "./shared/index.js";
import { sendFile } from "./shared/send-file.js";

await program(
  {
    about:
      "Listens on 127.0.0.1: only programs on this machine can fetch the files below --root. " +
      "With another --host, every machine that reaches that address can fetch them all.",
    positionals: ["PORT"],
    options: {
      root: text(".", "DIR", "the folder whose files are served (the current folder)"),
      host: text(
        "127.0.0.1",
        "HOST",
        'the address to listen on (127.0.0.1; "" is every interface)',
      ),
      ...serving(true),
    },
  },
  async ({ root, host, ...options }, port = "") => {
    const serverPort = parsePort(port);
    const folder = await stat(root).catch(() => undefined);
    if (folder?.isDirectory() !== true) throw new Failure(`--root ${root} is no folder`);

    const serverSocket = socket(familyOf(host), SOCK_STREAM);
    await serverSocket.bind([host, serverPort]);
    await serverSocket.listen();
    print(`Serving ${resolve(root)} at ${tuple(serverSocket.getsockname())}`);

    await serve(serverSocket, options, async (connSocket, addr) => {
      print(`Connected by: ${tuple(addr)}`);

      const name = await wholeLines(connSocket, 4096)();
      print(`File requested: ${name}`);

      const found = await openInside(root, name).catch(refused);
      if (found instanceof Refusal) {
        await connSocket.sendall(encode(`ERROR ${found.message}\n`));
        print(`Refused: ${found.message}`);
        return;
      }
      try {
        await connSocket.sendall(encode(`OK ${found.size}\n`));
        await sendFile(connSocket, found.file, found.size);
        print(`Sent: ${found.size} bytes`);
      } finally {
        await found.file.close();
      }
    });
  },
);

function refused(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}
