// A server that the torture must find out under load: --fault tells what it does to one message, or one
// connection, of many. Otherwise it answers each line in reverse.
import { openSync } from "node:fs";
import { parseArgs } from "node:util";
import { AF_INET, encode, SOCK_STREAM, StreamReader, socket, type TcpSocket } from "socketbook";
import { reversed } from "../load/orders.js";

const { fault } = parseArgs({ options: { fault: { type: "string", default: "" } } }).values;
const rare = 700; // messages
const kept: unknown[] = [];
let connections = 0;
let messages = 0;

const server = socket(AF_INET, SOCK_STREAM);
await server.bind(["127.0.0.1", 0]);
await server.listen(1000);
console.log(`port ${server.getsockname()[1]}`);
process.setMaxListeners(0);
for await (const [connection] of server) void converse(connection).catch(() => undefined);

async function converse(connection: TcpSocket): Promise<void> {
  if (fault === "forgets" && connections++ % 2 === 0) forget();
  try {
    const reader = new StreamReader(connection);
    for await (const line of reader) await answer(connection, line, () => reader.readLine());
  } finally {
    await connection.close();
  }
}

async function answer(
  connection: TcpSocket,
  line: string,
  next: () => Promise<string | null>,
): Promise<void> {
  const isRare = ++messages % rare === 0;
  if (fault === "keeps") kept.push(Array.from(line));
  if (fault === "loses" && isRare) return;
  const other = fault === "swaps" && isRare ? await next() : undefined;
  if (other) await connection.sendall(encode(`${reversed(other)}\n`));
  await connection.sendall(encode(`${reversed(line)}\n`));
}

function forget(): void {
  openSync(import.meta.filename, "r");
  setInterval(() => undefined, 1e6).unref();
  process.on("SIGUSR2", () => undefined);
}
