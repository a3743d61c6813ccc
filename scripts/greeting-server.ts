// The server of document 001: answers each greeting. Titled TCP, programmed as UDP; here it is both.
import {
  type Address,
  decode,
  encode,
  SOCK_DGRAM,
  SOCK_STREAM,
  SocketError,
  socket,
} from "socketbook";
import {
  familyOf,
  firstMessages,
  flag,
  listens,
  log,
  print,
  printed,
  program,
  type ServeOptions,
  serve,
  serverOptions,
  tuple,
} from "./shared/index.js";

const where = { host: "127.0.0.1", port: 50001 };
const BUFFER = 4096; // buffer size
const msg2 = "UDPServer has received your message";
const tcp = flag("use TCP, as the document's title says, instead of UDP, as its program does");

await program(
  { about: listens(where), options: { ...serverOptions(where), tcp } },
  async ({ tcp, host, port, ...options }) => {
    if (tcp) await serveStream(host, port, options);
    else await serveDatagrams(host, port);
  },
);

async function serveDatagrams(host: string, port: number): Promise<void> {
  const sock = socket(familyOf(host), SOCK_DGRAM);
  await sock.bind([host, port]); // bind server socket IP/Port
  printListening(sock.getsockname());

  for (;;) {
    await printed({ isFirst: false });
    const [recv, clientAddr] = await sock.recvfrom(BUFFER);
    if (recv.length === 0) continue;

    printSaid(clientAddr, recv); // print the context from Client
    try {
      await sock.sendto(encode(msg2), clientAddr); // reply to Client
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      log(`${tuple(clientAddr)}: ${error.message}`); // the next client has done nothing wrong
    }
  }
}

/** What the listing's commented lines were: accept, "connect", and an inner loop until recv is empty. */
async function serveStream(host: string, port: number, options: ServeOptions): Promise<void> {
  const sock = socket(familyOf(host), SOCK_STREAM);
  await sock.bind([host, port]);
  await sock.listen();
  printListening(sock.getsockname());

  await serve(sock, options, async (clientSock, clientAddr) => {
    print(`${clientAddr[0]}:${clientAddr[1]} connect`);
    let messages = 0;
    for (;;) {
      await printed({ isFirst: ++messages <= firstMessages });
      const recv = await clientSock.recv(BUFFER);
      if (recv.length === 0) break;

      printSaid(clientAddr, recv);
      await clientSock.sendall(encode(msg2));
    }
  });
}

function printListening([host, port]: Address): void {
  // Raw, not by print: the listing ends the line with "\n\r", and Python's print adds a "\n".
  process.stdout.write(`UDPServer listen at: ${host}:${port}\n\r\n`);
}

function printSaid([host, port]: Address, recv: Uint8Array): void {
  print(`[Client ${host}:${port} said]:${decode(recv)}`);
}
