// An uppercase server that, when many clients come, does what --fault tells; the torture must find it out.

import { createServer } from "node:net";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    fault: { type: "string" },
    host: { type: "string" },
    port: { type: "string" },
    timeout: { type: "string" },
    concurrent: { type: "boolean" },
  },
});

const many = 30;
const fat: Buffer[] = [];
let connections = 0;
let isShort = false;
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("error", () => socket.destroy());
  socket.once("close", () => {
    if (isShort && values.fault === "ends") process.exit(0);
  });
  socket.once("data", (chunk) => socket.end(String(chunk).toUpperCase()));
  socket.once("end", () => socket.end());
  if (values.fault === "swells") fat.push(Buffer.alloc(4 * 1024 * 1024, "x"));
  if (++connections === many) runShort();
}).listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") console.error(`Listening on port ${address?.port}`);
});

function runShort(): void {
  isShort = true;
  if (values.fault !== "is silent") console.error("No descriptor is left (EMFILE). Close some.");
  if (values.fault === "spins") spin();
}

function spin(): void {
  setImmediate(spin);
}
