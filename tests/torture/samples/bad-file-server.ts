// A file server that the torture must find out: --fault names the one thing that it does wrong with names.
import { readFileSync, realpathSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { isAbsolute, join, resolve, sep, win32 } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    fault: { type: "string", default: "" },
    root: { type: "string", default: "." },
    host: { type: "string" },
    port: { type: "string" },
    timeout: { type: "string" },
    concurrent: { type: "boolean" },
  },
  allowPositionals: true,
});
const root = realpathSync(values.root);
const fault = values.fault;

/** What some faults do to a name after it was looked at. */
const conversions: Readonly<Record<string, (name: string) => string>> = {
  decodes: (name) => (/%[^0-9a-f]|%.?$|%[89a-f]/i.test(name) ? name : decodeURIComponent(name)),
  turns: (name) => name.replaceAll("\\", "/"),
  trims: (name) => parts(name, (part) => part.replace(/(?<=[^ ]) +$/, "")),
  folds: (name) => name.normalize("NFKC"),
  drops: (name) => name.replaceAll("\0", ""),
  streams: (name) => parts(name, (part) => part.replace(/:.*$/, "")),
  overlong: (name) =>
    name.replace(/\u00c0([\u00ae\u00af])/g, (_, low) => (low === "®" ? "." : "/")),
};

function parts(name: string, change: (part: string) => string): string {
  return name.split("/").map(change).join("/");
}

/** Faults in place of a look at the name. */
const looks: Readonly<Record<string, (name: string) => string | undefined>> = {
  joins: (name) => join(root, name),
  strips: (name) => join(root, name.replaceAll("../", "")),
  resolves: (name) => (isAbsolute(name) ? name : undefined),
  drives: (name) => (/^[a-z]:/i.test(name) ? name.replace(/^..[\\/]*/, "/") : undefined),
  begins: (name) => {
    const path = resolve(root, name);
    return path.startsWith(root) ? path : undefined;
  },
};

/** The path that a name means, or nothing when it is refused. */
function pathOf(bytes: Buffer): string | undefined {
  const name = bytes.toString(fault === "overlong" ? "latin1" : "utf8");
  if (name === "" || name.includes("\uFFFD")) return undefined;
  const path = looks[fault]?.(name) ?? pathByParts(name);
  // Who has one fault follows no links besides: what leads out by the fault is already outside.
  if (path === undefined || fault === "links" || !isInside(path)) return path;
  return isInside(realpathSync(path)) ? path : undefined;
}

function pathByParts(name: string): string | undefined {
  if (isAbsolute(name) || win32.isAbsolute(name) || name.split("/").includes(".."))
    return undefined;
  if (name.includes("\0") && fault !== "drops") return undefined;
  return join(root, conversions[fault]?.(name) ?? name);
}

function isInside(path: string): boolean {
  return `${path}${sep}`.startsWith(`${root}${sep}`);
}

function answerTo(line: Buffer): Buffer {
  try {
    const path = pathOf(line);
    if (path === undefined || !statSync(path).isFile()) return Buffer.from("ERROR no such file\n");
    const content = readFileSync(path);
    return Buffer.concat([Buffer.from(`OK ${content.length}\n`), content]);
  } catch {
    return Buffer.from("ERROR no such file\n");
  }
}

const server = createServer({ allowHalfOpen: true }, (socket) => {
  let got = Buffer.alloc(0);
  socket.setTimeout(Number(values.timeout) * 1000, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("end", () => socket.end());
  socket.on("data", (chunk: Buffer) => {
    got = Buffer.concat([got, chunk]);
    const end = got.indexOf(0x0a);
    if (!socket.writable || (end < 0 && got.length <= 4096)) return;
    const last = end > 0 && got[end - 1] === 0x0d ? end - 1 : end;
    if (last < 0 || last > 4096) socket.destroy();
    else socket.end(answerTo(got.subarray(0, last)));
  });
});
server.listen(0, "127.0.0.1", () => {
  console.error(`Listening on port ${(server.address() as AddressInfo).port}`);
});
