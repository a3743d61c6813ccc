// A client of the file server that the torture must find out: --fault tells what is wrong with it.
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { fault: { type: "string" }, timeout: { type: "string" } },
  allowPositionals: true,
});
const [source = "", target = ""] = positionals;
const [host = "", port = "", name = ""] = source.split(":");
const socket = connect(Number(port), host);
socket.write(`${name}\n`); // a server that is asked for nothing would have nothing to answer
socket.resume().on("error", () => socket.destroy());
socket.setTimeout(Number(values.timeout ?? 0) * 1000, () => socket.destroy());
socket.once("close", () => {
  if (values.fault === "believes") process.exit(0);
  if (values.fault === "crashes") throw new TypeError("no such thing");
  if (values.fault === "keeps") writeFileSync(target, "half");
  if (values.fault === "leaves") writeFileSync(`${target}.part`, "half");
  if (values.fault === "waits") setInterval(() => undefined, 60_000);
  else {
    console.error("../tests/torture/samples/bad-client: this was no good answer");
    process.exitCode = 1;
  }
});
