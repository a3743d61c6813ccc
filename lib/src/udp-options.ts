import { type AddressFamily, AF_INET6, SOCK_DGRAM } from "./constants.js";
import type { DatagramSocket, DatagramSocketOptions } from "./node-dgram.js";
import { asNumber, asSwitch, notOffered, type OptionValue } from "./option-names.js";
import { Refusal } from "./refusal.js";

type Setting = (socket: DatagramSocket) => void;

const protocolUdp = 17;
const mostBuffer = 2 ** 31 - 1;

/**
 * The options of one UDP socket. Node wants some of them when it makes its socket, and the others
 * when that is bound; here they are remembered until then.
 */
export class UdpOptions {
  readonly family: AddressFamily;
  readonly #values = new Map<string, OptionValue>();
  readonly #settings = new Map<string, Setting>();

  constructor(family: AddressFamily) {
    this.family = family;
  }

  /** What Node's socket is made with. */
  creation(): DatagramSocketOptions {
    return {
      type: this.family === AF_INET6 ? "udp6" : "udp4",
      reuseAddr: this.#values.get("SO_REUSEADDR") === 1,
      ipv6Only: this.#values.get("IPV6_V6ONLY") === 1,
    };
  }

  applyTo(socket: DatagramSocket): void {
    for (const setting of this.#settings.values()) setting(socket);
  }

  /** Remembers an option; `bound` is Node's socket once it has a port, to set the option at once. */
  set(name: string, value: OptionValue, bound: DatagramSocket | undefined): void {
    if (name === "SO_REUSEADDR" || name === "IPV6_V6ONLY") {
      if (name === "IPV6_V6ONLY" && this.family !== AF_INET6) {
        throw notOffered(name, "the socket is of AF_INET");
      }
      if (bound) throw new Refusal("EINVAL", `${name} is set before bind()`);
      this.#values.set(name, Number(asSwitch(name, value)));
      return;
    }
    const setting = settingOf(name, value);
    if (bound) setting(bound);
    this.#values.set(name, typeof value === "boolean" ? Number(value) : value);
    this.#settings.set(name.endsWith("MEMBERSHIP") ? `${name} ${String(value)}` : name, setting);
  }

  get(name: string, bound: DatagramSocket | undefined): OptionValue {
    if (name === "SO_TYPE") return SOCK_DGRAM;
    if (name === "SO_DOMAIN") return this.family;
    if (name === "SO_PROTOCOL") return protocolUdp;
    if (name === "SO_ACCEPTCONN") return 0;
    if (bound && name === "SO_RCVBUF") return bound.getRecvBufferSize();
    if (bound && name === "SO_SNDBUF") return bound.getSendBufferSize();
    const value = this.#values.get(name) ?? defaults[name];
    if (value === undefined) throw notOffered(name, "Node cannot read it from a UDP socket");
    return value;
  }
}

const defaults: Readonly<Record<string, number>> = {
  SO_REUSEADDR: 0,
  SO_BROADCAST: 0,
  IPV6_V6ONLY: 0,
  IP_MULTICAST_TTL: 1,
  IP_MULTICAST_LOOP: 1,
};

/** What an option does to Node's socket. The value is checked at once. */
function settingOf(name: string, value: OptionValue): Setting {
  switch (name) {
    case "SO_BROADCAST": {
      const on = asSwitch(name, value);
      return (socket) => socket.setBroadcast(on);
    }
    case "SO_RCVBUF": {
      const size = asNumber(name, value, 1, mostBuffer);
      return (socket) => socket.setRecvBufferSize(size);
    }
    case "SO_SNDBUF": {
      const size = asNumber(name, value, 1, mostBuffer);
      return (socket) => socket.setSendBufferSize(size);
    }
    case "IP_TTL": {
      const hops = asNumber(name, value, 1, 255);
      return (socket) => socket.setTTL(hops);
    }
    case "IP_MULTICAST_TTL": {
      const hops = asNumber(name, value, 0, 255);
      return (socket) => void socket.setMulticastTTL(hops);
    }
    case "IP_MULTICAST_LOOP": {
      const on = asSwitch(name, value);
      return (socket) => void socket.setMulticastLoopback(on);
    }
    case "IP_ADD_MEMBERSHIP":
      return (socket) => socket.addMembership(String(value));
    case "IP_DROP_MEMBERSHIP":
      return (socket) => socket.dropMembership(String(value));
    default:
      throw notOffered(name, "Node cannot set it on a UDP socket");
  }
}
