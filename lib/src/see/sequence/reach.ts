import type { Address } from "../../address.js";
import type { SocketLabel } from "../../label.js";
import type { RecordedCall } from "../../record.js";
import { endsSending } from "./links.js";
import type { Sockets } from "./sockets.js";
import type { Step } from "./steps.js";

/** An arrow of which this process knows one end: to or from somewhere else. */
export interface Reach {
  readonly label: SocketLabel | undefined;
  readonly address: Address;
  readonly back: boolean;
  readonly kind: "connects" | "bytes" | "ends";
  readonly failed: boolean;
}

/** What a `connect` fails with once it has asked the other side. */
const refusals = new Set(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH"]);

/** Where each step reaches that is linked to no step of this process. */
export function reachesOf(
  steps: readonly Step[],
  linked: ReadonlySet<Step>,
  sockets: Sockets,
): Map<Step, Reach> {
  const reaches = new Map<Step, Reach>();
  /** The calls that have asked the other side, and the sockets that have ended their sending. */
  const before = { asked: new Set<RecordedCall>(), over: new Set<SocketLabel>() };
  for (const step of steps) {
    const reach = linked.has(step) ? undefined : reachOf(step, before, sockets);
    if (reach) reaches.set(step, reach);
    before.asked.add(step.call);
    if (endsSending(step.call) || step.call.call === "reset") before.over.add(step.call.socket);
  }
  return reaches;
}

interface Before {
  readonly asked: ReadonlySet<RecordedCall>;
  readonly over: ReadonlySet<SocketLabel>;
}

function reachOf(step: Step, before: Before, sockets: Sockets): Reach | undefined {
  const { call, opens } = step;
  if (call.call === "connect" && call.socket.kind === "TCP") return dials(step, before, sockets);
  if (opens || call.outcome !== "ok") return undefined;
  if (call.socket.kind === "UDP") return datagram(step, sockets);
  if (call.call === "accept") return call.address && toward(call.address, "connects", true);
  return stream(call, before, sockets);
}

function dials({ call, opens, time }: Step, { asked }: Before, sockets: Sockets) {
  const failed = refusals.has(call.outcome);
  if (!call.address || asked.has(call)) return undefined;
  if (call.outcome !== "ok" && !opens && !failed) return undefined;
  const label = sockets.holderOf(call.socket.remote ?? call.address, "TCP", time);
  return { ...toward(call.address, "connects", false, label), failed: failed && !opens };
}

function datagram({ call, time }: Step, sockets: Sockets): Reach | undefined {
  const other = call.address ?? call.socket.remote;
  if (!other || call.count === undefined) return undefined;
  const label = sockets.holderOf(other, "UDP", time);
  return toward(other, "bytes", call.call.startsWith("recv"), label);
}

function stream(call: RecordedCall, { over }: Before, sockets: Sockets): Reach | undefined {
  const { remote } = call.socket;
  const peer = sockets.peerOf(call.socket);
  if (!remote) return undefined;
  if (call.call.startsWith("send")) return toward(remote, "bytes", false, peer);
  if (peer) return undefined;
  if (call.call === "recv" && call.count) return toward(remote, "bytes", true);
  if (call.call === "finished" || call.call === "reset") return toward(remote, "ends", true);
  const isFirst = endsSending(call) && !over.has(call.socket);
  return isFirst ? toward(remote, "ends", false) : undefined;
}

function toward(address: Address, kind: Reach["kind"], back: boolean, label?: SocketLabel): Reach {
  return { label, address, back, kind, failed: false };
}
