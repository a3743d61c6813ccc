import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { Process } from "../scripts/process.js";
import { program } from "../scripts/terminal.js";
import { faultOfEnd, tooLong } from "./bad-peers.js";
import { Finding, type Torture } from "./finding.js";

const answer = "UDPServer has received your message";
const forged = "this is the answer of a stranger";

/** What comes back for the datagram of a greeting client. */
export interface DatagramLie {
  readonly what: string;
  readonly server: readonly (string | Buffer)[];
  /** What somebody else sends it before, from another port and, on Linux, from another address. */
  readonly stranger?: string;
  /** Nobody holds the port: the system itself refuses. */
  readonly nobody?: boolean;
  readonly status: 0 | 1;
}

export const datagramLies: readonly DatagramLie[] = [
  { what: "nothing", server: [], status: 1 },
  { what: "a refusal by the system", server: [], nobody: true, status: 1 },
  { what: "a stranger's answer alone", server: [], stranger: forged, status: 1 },
  { what: "a stranger's answer before its own", server: [answer], stranger: forged, status: 0 },
  { what: "an empty stranger's answer", server: [], stranger: "", status: 1 },
  { what: "an empty answer", server: [""], status: 0 }, // a datagram without bytes is an answer
  { what: "the largest datagram", server: [Buffer.alloc(65_507, "x")], status: 0 },
  { what: "what is no text", server: [Buffer.from("fffe80c328eda080f4908080", "hex")], status: 0 },
  { what: "NULs", server: [Buffer.alloc(4096)], status: 0 },
  {
    what: "half a character",
    server: [Buffer.concat([Buffer.from("xé").subarray(0, 2)])],
    status: 0,
  },
  { what: "a character cut by its buffer", server: [`${"x".repeat(4095)}é`], status: 0 },
  { what: "a thousand answers", server: Array(1000).fill(answer), status: 0 },
  {
    what: "orders to a terminal",
    server: ["\x1b[2J\x1b]0;t\x07\x9b31m\r\u202eabc\u2066\u2028\u061c"],
    status: 0,
  },
  { what: "many lines", server: ["\n[UDPServer said]: more\r\n".repeat(100)], status: 0 },
];

/** Runs a greeting client against every lie; throws a `Finding`. */
export async function lyingDatagrams(torture: Torture, script: string): Promise<string> {
  for (const lie of datagramLies) await lieByDatagram(script, lie, torture);
  return `client greeting by UDP: ${datagramLies.length} lies`;
}

/** One lie: the client must end by itself, with the right status and one line when it fails. */
export async function lieByDatagram(
  script: string,
  lie: DatagramLie,
  torture: Torture,
  options: readonly string[] = [],
): Promise<void> {
  await using peer = await Peer.open(lie);
  const place = ["--host", "127.0.0.1", "--port", String(peer.port)];
  const patience = ["--timeout", String(torture.patience)];
  await using client = new Process(program(script, ...place, ...patience, ...options));
  const status = await Promise.race([client.exited, tooLong(torture.release)]);
  const { stdout: shown, stderr: notes } = client;
  const fault = faultOfEnd({ script, statuses: [lie.status], status, shown, notes });
  const isFooled = shown.includes(forged) ? "took the answer of a stranger" : undefined;
  if ((fault ?? isFooled) === undefined) return;
  throw new Finding(
    `client greeting by UDP: ${isFooled ?? fault}\nwhat came back was ${lie.what}`,
    `--seed ${torture.seed} --part peers --only "greeting by UDP"`,
  );
}

/** A lying server, and the stranger beside it. */
class Peer {
  readonly port: number;
  readonly #sockets: readonly Socket[];

  private constructor(port: number, sockets: readonly Socket[]) {
    this.port = port;
    this.#sockets = sockets;
  }

  static async open({ server, stranger, nobody = false }: DatagramLie): Promise<Peer> {
    const own = await bound("127.0.0.1");
    const { port } = own.address();
    if (nobody) {
      own.close();
      await once(own, "close");
      return new Peer(port, []);
    }
    // Only Linux takes every address that begins with 127 for this machine.
    const elsewhere = process.platform === "linux" ? [await bound("127.0.0.2", port)] : [];
    const strangers = [await bound("127.0.0.1"), ...elsewhere];
    own.once("message", async (_greeting, client) => {
      const tell = (from: Socket, bytes: string | Buffer) =>
        new Promise((done) => from.send(bytes, client.port, client.address, done));
      if (stranger !== undefined) for (const socket of strangers) await tell(socket, stranger);
      for (const bytes of server) await tell(own, bytes);
    });
    return new Peer(port, [own, ...strangers]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.close();
  }
}

async function bound(host: string, port = 0): Promise<Socket> {
  const socket = createSocket("udp4").bind(port, host);
  await once(socket, "listening");
  return socket;
}
