// An uppercase server that the torture must find out: --fault tells what is wrong with it.

import { openSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    fault: { type: "string", default: "" },
    host: { type: "string" },
    port: { type: "string" },
    timeout: { type: "string" },
    concurrent: { type: "boolean" },
  },
});

const hoard: Buffer[] = [];
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("end", () => values.fault !== "hangs" && socket.end());
  socket.on("error", () => socket.destroy());
  if (values.fault === "hoards") socket.on("data", (chunk) => hoard.push(chunk));
  socket.once("data", (chunk) => {
    const isBad = chunk.includes(0xff) || chunk.length > 4096;
    const does = (fault: string) => isBad && values.fault === fault;
    if (does("crashes")) throw new TypeError("Cannot read this");
    if (does("stops")) server.close();
    if (does("keeps")) openSync(import.meta.filename, "r");
    if (does("hangs")) return;
    if (does("gives")) socket.write(process.env.SOCKETBOOK_SECRET ?? "");
    const taken = chunk.subarray(0, values.fault === "cuts" ? 1000 : 2048);
    socket.end(new TextDecoder("utf-8", { ignoreBOM: true }).decode(taken).toUpperCase());
  });
});
server.listen(0, "127.0.0.1", () => {
  console.error(`Listening on port ${(server.address() as AddressInfo).port}`);
});
