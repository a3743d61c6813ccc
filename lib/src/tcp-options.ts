import { type AddressFamily, AF_INET6, IPPROTO_TCP, SOCK_STREAM } from "./constants.js";
import type { SocketState } from "./label.js";
import type { NodeSocket } from "./node-net.js";
import { asNumber, asSwitch, notOffered, type OptionValue } from "./option-names.js";
import { Refusal } from "./refusal.js";

/** libuv sets SO_REUSEADDR on every TCP socket that it binds, but never on Windows. */
const reuseAddress = process.platform !== "win32";
const longestIdle = 32_767;

/** The options of one TCP socket: remembered until there is a connection to set them on. */
export class TcpOptions {
  readonly family: AddressFamily;
  v6only = false;
  /** close() resets the connection: SO_LINGER with 0 seconds. */
  abrupt = false;
  #noDelay = false;
  #keepAlive = false;
  #keepIdle = 7200;

  constructor(family: AddressFamily) {
    this.family = family;
  }

  /** As in the kernel, an accepted connection starts with the options of its listening socket. */
  inherit(): TcpOptions {
    const options = new TcpOptions(this.family);
    options.v6only = this.v6only;
    options.abrupt = this.abrupt;
    options.#noDelay = this.#noDelay;
    options.#keepAlive = this.#keepAlive;
    options.#keepIdle = this.#keepIdle;
    return options;
  }

  applyTo(socket: NodeSocket): void {
    socket.setNoDelay(this.#noDelay);
    socket.setKeepAlive(this.#keepAlive, this.#keepIdle * 1000);
  }

  set(name: string, value: OptionValue, state: SocketState): void {
    switch (name) {
      case "TCP_NODELAY":
        this.#noDelay = asSwitch(name, value);
        return;
      case "SO_KEEPALIVE":
        this.#keepAlive = asSwitch(name, value);
        return;
      case "TCP_KEEPIDLE":
        this.#keepIdle = asNumber(name, value, 1, longestIdle);
        return;
      case "SO_LINGER":
        this.abrupt = asLinger(value);
        return;
      case "SO_REUSEADDR":
        if (asSwitch(name, value) === reuseAddress) return;
        throw notOffered(name, `Node always leaves it ${reuseAddress ? "on" : "off"} here`);
      case "IPV6_V6ONLY":
        this.#setV6only(value, state);
        return;
      default:
        throw notOffered(name, "Node cannot set it on a TCP socket");
    }
  }

  get(name: string, state: SocketState): OptionValue {
    switch (name) {
      case "TCP_NODELAY":
        return Number(this.#noDelay);
      case "SO_KEEPALIVE":
        return Number(this.#keepAlive);
      case "TCP_KEEPIDLE":
        return this.#keepIdle;
      case "SO_LINGER":
        return [Number(this.abrupt), 0];
      case "SO_REUSEADDR":
        return Number(reuseAddress);
      case "SO_TYPE":
        return SOCK_STREAM;
      case "SO_DOMAIN":
        return this.family;
      case "SO_PROTOCOL":
        return IPPROTO_TCP;
      case "SO_ACCEPTCONN":
        return Number(state === "listening");
      case "IPV6_V6ONLY":
        if (this.family === AF_INET6) return Number(this.v6only);
    }
    throw notOffered(name, "Node cannot read it from a TCP socket");
  }

  #setV6only(value: OptionValue, state: SocketState): void {
    if (this.family !== AF_INET6) throw notOffered("IPV6_V6ONLY", "the socket is of AF_INET");
    if (state !== "new") throw new Refusal("EINVAL", "IPV6_V6ONLY is set before bind()");
    this.v6only = asSwitch("IPV6_V6ONLY", value);
  }
}

function asLinger(value: OptionValue): boolean {
  if (!Array.isArray(value) || value.length !== 2) {
    throw new Refusal("EINVAL", "SO_LINGER takes [on, seconds], for example [1, 0]");
  }
  const [on, seconds] = value;
  if (on && seconds !== 0) {
    throw notOffered("SO_LINGER", "Node can close at once (off) or with a reset (on, 0 seconds)");
  }
  return Boolean(on);
}
