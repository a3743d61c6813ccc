import type { SocketLabel } from "../../label.js";
import type { RecordedCall } from "../../record.js";
import { isAt, type Sockets } from "./sockets.js";
import type { Step } from "./steps.js";

export interface Link {
  readonly from: Step;
  readonly to: Step;
  readonly kind: "connects" | "bytes" | "ends";
}

/** What one socket of this process did to another one: each arrow of the drawing that has two ends. */
export function linksOf(steps: readonly Step[], sockets: Sockets): Link[] {
  const done = steps.filter(({ opens, call: { outcome } }) => !opens && outcome === "ok");
  return [
    ...connects(done),
    ...streams(done, sockets),
    ...datagrams(done, sockets),
    ...ends(done, sockets),
  ];
}

/** The client of a connection that `accept` gave has the address that `accept` told. */
function connects(steps: readonly Step[]): Link[] {
  const dialled = steps.filter(({ call }) => call.call === "connect" && call.socket.kind === "TCP");
  return steps.flatMap((to) => {
    const { address } = to.call;
    if (to.call.call !== "accept" || !address) return [];
    const at = dialled.findIndex(
      ({ call: { socket } }) => socket.local && isAt(address, socket.local),
    );
    const from = dialled.splice(at, at < 0 ? 0 : 1)[0];
    return from ? [{ from, to, kind: "connects" as const }] : [];
  });
}

/** What one side has sent and the other has not yet received. */
type Line = { readonly from: Step; left: number }[];

/** Bytes of a stream keep their order: what was sent from n to m is received from n to m. */
function streams(steps: readonly Step[], sockets: Sockets): Link[] {
  const lines = new Map<SocketLabel, Line>();
  const lineOf = (sender: SocketLabel) => {
    const line = lines.get(sender) ?? [];
    lines.set(sender, line);
    return line;
  };
  return steps.flatMap((step) => {
    const { call, count, socket } = step.call;
    if (socket.kind !== "TCP" || !count) return [];
    if (call.startsWith("send")) lineOf(socket).push({ from: step, left: count });
    const peer = sockets.peerOf(socket);
    return call === "recv" && peer ? taken(step, count, lineOf(peer)) : [];
  });
}

function taken(to: Step, count: number, line: Line): Link[] {
  const links: Link[] = [];
  // What was sent before the record began has nothing to come from.
  if (!line[0] || !fits(to.call, line[0])) return links;
  for (let rest = count; rest > 0 && line[0]; ) {
    const [first] = line;
    links.push({ from: first.from, to, kind: "bytes" });
    const part = Math.min(rest, first.left);
    rest -= part;
    first.left -= part;
    if (first.left === 0) line.shift();
  }
  return links;
}

/** Whether the bytes received can be those that are next in the line, as far as both were kept. */
function fits(received: RecordedCall, { from, left }: { from: Step; left: number }): boolean {
  const at = (from.call.count ?? 0) - left;
  const expected = from.call.preview.subarray(at);
  return received.preview.every((byte, i) => expected[i] === undefined || expected[i] === byte);
}

/** Datagrams may be lost, doubled and overtaken, so each is recognised by what it holds. */
function datagrams(steps: readonly Step[], sockets: Sockets): Link[] {
  const sent: { from: Step; arrived: boolean }[] = [];
  return steps.flatMap((to) => {
    const { call, socket, address, count } = to.call;
    if (socket.kind !== "UDP" || count === undefined) return [];
    if (call.startsWith("send")) {
      sent.push({ from: to, arrived: false });
      return [];
    }
    const candidates = sent.filter(({ from }) => {
      const { local } = from.call.socket;
      const target = from.call.address ?? from.call.socket.remote;
      const isFrom = local !== undefined && address !== undefined && isAt(local, address);
      if (!isFrom || !target || sockets.holderOf(target, "UDP", from.time) !== socket) return false;
      return (from.call.count ?? 0) >= count && startsAlike(from.call, to.call);
    });
    const found = candidates.find(({ arrived }) => !arrived) ?? candidates.at(-1);
    if (!found) return [];
    found.arrived = true;
    return [{ from: found.from, to, kind: "bytes" as const }];
  });
}

function startsAlike(sent: RecordedCall, received: RecordedCall): boolean {
  return received.preview.every((byte, i) => byte === sent.preview[i]);
}

/** A side that ended its direction, and the other side that heard of it. */
function ends(steps: readonly Step[], sockets: Sockets): Link[] {
  const ended = new Map<number, Step[]>();
  return steps.flatMap((to) => {
    const { call, socket } = to.call;
    if (endsSending(to.call)) ended.set(socket.id, [...(ended.get(socket.id) ?? []), to]);
    if (call !== "finished" && call !== "reset") return [];
    const peer = sockets.peerOf(socket);
    const from = peer && ended.get(peer.id)?.at(call === "finished" ? 0 : -1);
    return from ? [{ from, to, kind: "ends" as const }] : [];
  });
}

/** A `shutdown` that ended the sending has sent 0 bytes; one of SHUT_RD has sent nothing at all. */
export function endsSending({ call, count }: RecordedCall): boolean {
  return call === "close" || (call === "shutdown" && count === 0);
}
