import { formatAddress } from "../../address.js";
import type { Lanes } from "./lanes.js";
import type { Link } from "./links.js";
import type { Sockets } from "./sockets.js";
import type { Step } from "./steps.js";
import { wordsOf } from "./wording.js";

/** The words of each step, with what only the other steps tell: what it became, what never arrived. */
export class Telling {
  readonly #sockets: Sockets;
  readonly #lanes: Lanes;
  readonly #arrived = new Set<Step>();
  /** What a step received, and from which one. */
  readonly #sources = new Map<Step, Step>();
  /** The sockets that received something of which the record does not know the sender. */
  readonly #unclear = new Set<number>();

  constructor(steps: readonly Step[], links: readonly Link[], sockets: Sockets, lanes: Lanes) {
    this.#sockets = sockets;
    this.#lanes = lanes;
    for (const { from, to } of links) {
      this.#arrived.add(from);
      this.#sources.set(to, from);
    }
    for (const step of steps) {
      const { call, socket, count } = step.call;
      const isReceived = call.startsWith("recv") && count && !step.opens;
      if (isReceived && !this.#sources.has(step)) this.#unclear.add(socket.id);
    }
  }

  words(step: Step): string {
    const { socket } = step.call;
    const who = this.#lanes.isShared(socket) ? `${this.#lanes.nameOf(socket)}: ` : "";
    return `${who}${this.#did(step)}`;
  }

  #did(step: Step): string {
    const { call, socket, count, address } = step.call;
    const words = wordsOf(step);
    if (step.opens || step.call.outcome !== "ok") return words;
    if (call === "accept") return words.replace("accept", `accept${this.#gave(step)}`);
    const sent = this.#sources.get(step)?.call.count ?? 0;
    if (socket.kind === "UDP" && count !== undefined && sent > count) {
      return words.replace(` ${count} byte`, ` ${count} of ${sent} byte`);
    }
    if (!call.startsWith("send")) return words;
    const fate = this.#fate(step);
    // Where an arrow goes, the lane at its end tells the address.
    return fate || !address ? `${words}${fate}` : words.replace(` ${formatAddress(address)}`, "");
  }

  #gave({ call }: Step): string {
    const connection = this.#sockets.acceptedBy(call);
    const isDrawn = connection !== undefined && this.#lanes.has(connection);
    return isDrawn ? ` → ${this.#lanes.nameOf(connection)}` : "";
  }

  /** What became of bytes that nobody in this process received although they went to it. */
  #fate(step: Step): string {
    const { socket, address, count } = step.call;
    const target = address ?? socket.remote;
    const receiver =
      socket.kind === "TCP"
        ? this.#sockets.peerOf(socket)
        : target && this.#sockets.holderOf(target, "UDP", step.time);
    const isUnclear = !receiver || this.#unclear.has(receiver.id);
    if (!count || isUnclear || this.#arrived.has(step)) return "";
    return receiver.state === "closed" ? ", never received" : ", not received yet";
  }
}
