import type { Address } from "../../address.js";
import type { SocketLabel } from "../../label.js";
import type { RecordedCall } from "../../record.js";

/**
 * Which sockets of this process talk to which: found by their addresses, as the system does it. A port
 * may have had several owners, so who holds it is asked for a moment.
 */
export class Sockets {
  readonly #labels: readonly SocketLabel[];
  readonly #peers = new Map<SocketLabel, SocketLabel>();
  readonly #born = new Map<SocketLabel, number>();
  readonly #died = new Map<SocketLabel, number>();
  /** Where TCP sockets without a peer are, listening ones among them. */
  readonly #ports: Address[];
  readonly #accepted = new Map<RecordedCall, SocketLabel>();

  /** `labels`: the sockets that can be at an end. */
  constructor(labels: readonly SocketLabel[], calls: readonly RecordedCall[]) {
    this.#labels = labels;
    this.#ports = labels.flatMap(({ kind, local, remote }) => {
      return kind === "TCP" && local && !remote ? [local] : [];
    });
    for (const { socket, call, started, outcome } of calls) {
      if (call === "bind" || call === "connect" || call === "sendto") {
        if (!this.#born.has(socket)) this.#born.set(socket, started);
      } else if (call === "close" && outcome === "ok") this.#died.set(socket, started);
    }
    this.#pair();
    this.#findAccepted(calls);
  }

  /** The other end of this TCP connection, when it is in this process. */
  peerOf(label: SocketLabel): SocketLabel | undefined {
    return this.#peers.get(label);
  }

  /** The connection that this `accept` gave, if it has been used. */
  acceptedBy(accept: RecordedCall): SocketLabel | undefined {
    return this.#accepted.get(accept);
  }

  /** Whether `accept` gave this connection, as far as the record and the ports tell. */
  isAccepted({ local, remote }: SocketLabel): boolean {
    if (!local || !remote) return false;
    return this.#ports.some((port) => isAt(port, local));
  }

  /** The socket had its port before the record began. */
  isOlder(label: SocketLabel): boolean {
    return !this.#born.has(label) && ![...this.#accepted.values()].includes(label);
  }

  /** The socket that got what was sent to this address at this time: no connection of TCP. */
  holderOf(address: Address, kind: "TCP" | "UDP", time: number): SocketLabel | undefined {
    return this.#labels.findLast(
      (label) =>
        label.kind === kind &&
        (kind === "UDP" || label.remote === undefined) &&
        label.local !== undefined &&
        isAt(label.local, address) &&
        (this.#born.get(label) ?? 0) <= time &&
        (this.#died.get(label) ?? Number.POSITIVE_INFINITY) >= time,
    );
  }

  #findAccepted(calls: readonly RecordedCall[]): void {
    const dialled = new Set(calls.filter(({ call }) => call === "connect").map((c) => c.socket));
    const free = this.#labels.filter((label) => label.kind === "TCP" && !dialled.has(label));
    for (const accept of calls) {
      const { call, address, socket } = accept;
      if (call !== "accept" || !address) continue;
      const at = free.findIndex(({ local, remote }) => {
        return local?.[1] === socket.local?.[1] && remote !== undefined && isAt(remote, address);
      });
      const [found] = free.splice(at, at < 0 ? 0 : 1);
      if (found) this.#accepted.set(accept, found);
    }
  }

  /** A connection has the other's addresses the other way round; the nth there belongs to the nth here. */
  #pair(): void {
    const byEnds = new Map<string, SocketLabel[]>();
    for (const label of this.#labels) {
      if (label.kind !== "TCP" || !label.local || !label.remote) continue;
      const ends = `${plain(label.local)} ${plain(label.remote)}`;
      byEnds.set(ends, [...(byEnds.get(ends) ?? []), label]);
    }
    for (const [ends, labels] of byEnds) {
      const others = byEnds.get(ends.split(" ").reverse().join(" ")) ?? [];
      labels.forEach((label, i) => {
        const other = others[i];
        if (other) this.#peers.set(label, other);
      });
    }
  }
}

/** Whether what goes to `target` reaches a socket at `local`. */
export function isAt(local: Address, target: Address): boolean {
  if (local[1] !== target[1]) return false;
  const [here, there] = [bare(local[0]), bare(target[0])];
  return here === there || here === "0.0.0.0" || here === "::" || isThisMachine(here, there);
}

function isThisMachine(here: string, there: string): boolean {
  const names = ["localhost", "", "0.0.0.0", "::"];
  return (here === "127.0.0.1" || here === "::1") && names.includes(there.toLowerCase());
}

/** An IPv4 address is the same one when an IPv6 socket shows it. */
function bare(host: string): string {
  return host.startsWith("::ffff:") ? host.slice("::ffff:".length) : host;
}

function plain([host, port]: Address): string {
  return `${bare(host)}#${port}`;
}
