import { inspect } from "node:util";

const widest = 60;

/** What was sent or came, as a person reads it: quoted text, shortened, or the bytes. */
export function show(what: unknown): string {
  if (what instanceof Uint8Array) return what.length === 0 ? "nothing" : ofBytes(what);
  if (typeof what === "string") return short(JSON.stringify(what));
  if (typeof what === "function") return "a function";
  return short(inspect(what, { breakLength: Number.POSITIVE_INFINITY, depth: 2 }));
}

/** An address as it is written: `127.0.0.1:12000`. */
export function showAddress([host, port]: readonly [string, number]): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function ofBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString();
  const isText = Buffer.from(text).equals(bytes);
  if (isText) return short(JSON.stringify(text));
  const first = Buffer.from(bytes.subarray(0, 16))
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
  return `${bytes.length} bytes, ${first}${bytes.length > 16 ? " …" : ""}`;
}

function short(text: string): string {
  if (text.length <= widest) return text;
  return `${text.slice(0, widest - 20)} … (${text.length} characters)`;
}
