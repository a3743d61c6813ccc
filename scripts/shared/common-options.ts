import { flag, port, seconds, text } from "./options.js";

interface Place {
  readonly host: string;
  readonly port: number;
}

/** The first line of a server's help: where it listens, and what that means. */
export function listens({ host, port }: Place): string {
  if (host.startsWith("127.")) {
    return `Listens on ${host}, port ${port}: only programs on this machine can reach it.`;
  }
  return (
    `Listens on every interface${host === "" ? "" : ` (${host})`}, port ${port}: every machine that can ` +
    "reach this one can use it. --host 127.0.0.1 keeps it to this machine."
  );
}

/** What every server can be told; the defaults are its document's. */
export function serverOptions({ host, port: number }: Place) {
  return {
    host: text(
      host,
      "HOST",
      `the address to listen on (${host === "" ? "every interface" : host})`,
    ),
    port: port(number),
    ...serving(false),
  };
}

/** How a server treats its clients. */
export function serving(concurrent: boolean) {
  return {
    concurrent: flag(
      concurrent
        ? "serve every client as it comes (the default; --no-concurrent: one after another)"
        : "serve every client as it comes, instead of one after another",
      concurrent,
    ),
    timeout: seconds(60, "how long a client may keep the server waiting"),
  };
}

/** What every client can be told. */
export function clientOptions({ host, port: number }: Place) {
  return {
    host: text(host, "HOST", `the server's address or name (${host})`),
    port: port(number),
    timeout: seconds(120, "how long to wait for the server"),
  };
}

/** The variant of a conversation in which a message is a line; both sides must choose it. */
export const lines = flag("a message is a line, instead of what one recv returns");

/** Every program has it; see `program`. */
export const trace = flag("when it ends, draw what its sockets did, on standard error");
