// A greeting client that the torture must find out: --fault tells what is wrong with it.
import { createSocket } from "node:dgram";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    fault: { type: "string" },
    host: { type: "string" },
    port: { type: "string" },
    timeout: { type: "string" },
  },
});
const seconds = Number(values.timeout);
const socket = createSocket("udp4");
const timer = setTimeout(() => values.fault !== "waits" && fail("nothing came"), seconds * 1000);
socket.on("message", (bytes, from) => {
  if (values.fault !== "trusts" && from.port !== Number(values.port)) return;
  if (values.fault !== "trusts" && from.address !== values.host) return;
  if (values.fault === "crashes" && bytes.length === 0) throw new TypeError("no such thing");
  const text = values.fault === "steers" ? String(bytes) : JSON.stringify(String(bytes));
  console.log(`[UDPServer said]: ${text}`);
  clearTimeout(timer);
  socket.close();
});
socket.send("Hello, UDPServer!", Number(values.port), values.host);

function fail(why: string): void {
  console.error(`../tests/torture/samples/bad-datagram-client: ${why}`);
  process.exit(1);
}
