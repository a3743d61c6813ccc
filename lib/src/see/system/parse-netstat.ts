import type { Address } from "../../address.js";
import type { SystemSocket } from "../../system-sockets.js";

/** macOS writes SYN_RCVD, Windows LISTENING; a name that is not known stays as it is. */
const names: Readonly<Record<string, string>> = {
  SYN_RCVD: "SYN_RECEIVED",
  LISTENING: "LISTEN",
};

/** The output of `netstat -an` of macOS: protocol, two queues, two addresses, a state. */
export function parseMacNetstat(text: string): SystemSocket[] {
  return text.split("\n").flatMap((line) => {
    const row = /^(tcp|udp)(4|6|46)?\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)(?:\s+([A-Z][A-Z_0-9]+))?/.exec(
      line,
    );
    if (!row) return [];
    const [, protocol, version, receive, send, local = "", remote = "", state] = row;
    return [
      {
        ...common(protocol === "tcp", version?.startsWith("6") || version === "46" ? 6 : 4),
        state: stateOf(protocol === "tcp", state, remote),
        local: addressOf(local, "."),
        remote: addressOf(remote, "."),
        receiveQueue: Number(receive),
        sendQueue: Number(send),
      },
    ];
  });
}

/** The output of `netstat -ano` of Windows: it tells no queues, and the owner as a number. */
export function parseWindowsNetstat(text: string): SystemSocket[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const row = /^\s*(TCP|UDP)\s+(\S+:\S+)\s+(\S+:\S+)\s+(?:(\S+)\s+)?(\d+)\s*$/.exec(line);
    if (!row) return [];
    const [, protocol, local = "", remote = "", state, pid] = row;
    return [
      {
        ...common(protocol === "TCP", local.startsWith("[") ? 6 : 4),
        state: stateOf(protocol === "TCP", state, remote),
        local: addressOf(local, ":"),
        remote: addressOf(remote, ":"),
        owner: pid === "0" ? undefined : `process ${pid}`,
      },
    ];
  });
}

/** The output of `lsof -nP -i -FpcPn`: which process has which addresses, as `TCP local->remote`. */
export function parseLsof(text: string): Map<string, string> {
  const owners = new Map<string, string>();
  let process = "";
  let command = "";
  let protocol = "";
  for (const line of text.split("\n")) {
    const value = line.slice(1);
    if (line.startsWith("p")) process = value;
    else if (line.startsWith("c")) command = value;
    else if (line.startsWith("P")) protocol = value;
    else if (line.startsWith("n")) {
      const [local = "", remote = "*:*"] = value.split("->");
      const key = keyOf(protocol, addressOf(local, ":"), addressOf(remote, ":"));
      owners.set(key, `${command} (process ${process})`);
    }
  }
  return owners;
}

/** By this text, a row of netstat and one of lsof are found to mean the same socket. */
export function keyOf(kind: string, [host, port]: Address, [peer, peerPort]: Address): string {
  return `${kind} ${host}:${port}->${peer}:${peerPort}`;
}

function common(isTcp: boolean, version: 4 | 6) {
  return {
    kind: isTcp ? ("TCP" as const) : ("UDP" as const),
    version,
    receiveQueue: undefined,
    sendQueue: undefined,
    owner: undefined,
    inode: "",
  };
}

function stateOf(isTcp: boolean, state: string | undefined, remote: string): string {
  if (!isTcp) return /^\*[.:]\*$/.test(remote) ? "open" : "connected";
  return names[state ?? ""] ?? state ?? "";
}

/** `127.0.0.1.80` of macOS, `[::1]:80` of Windows, `*.*` for any; a scope (`%lo0`) is left out. */
function addressOf(text: string, separator: "." | ":"): Address {
  const at = text.lastIndexOf(separator);
  const port = Number(text.slice(at + 1));
  const host = text
    .slice(0, at)
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "");
  return [host === "*" ? "" : host, Number.isInteger(port) ? port : 0];
}
