import { setTimeout as pause } from "node:timers/promises";
import type { Router, XPublisher } from "zeromq";
import type { Channel } from "./channels.js";
import { encode, type Header, type Message, message } from "./wire.js";

/** A front end that takes nothing for so long no longer holds up the cells. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 5;

/** Sends messages in their order; ZeroMQ allows one send at a time on a socket. */
export class Outbox {
  readonly #sockets: Record<Channel, Router | XPublisher>;
  readonly #key: string;
  readonly #last = new Map<Channel, Promise<void>>();
  #running: Message | undefined;

  constructor(sockets: Record<Channel, Router | XPublisher>, key: string) {
    this.#sockets = sockets;
    this.#key = key;
  }

  /** Calls `sent` once ZeroMQ has taken the message. */
  send(channel: Channel, outgoing: Message, sent?: () => void): void {
    const last = this.#last.get(channel) ?? Promise.resolve();
    const next = last.then(() => this.#deliver(channel, outgoing)).catch(report);
    this.#last.set(channel, sent === undefined ? next : next.then(sent));
    if (outgoing.header.msg_type === "status") this.#keepBusy(outgoing);
  }

  /** Tells that the kernel works on a request, or is done with it. */
  status(state: "starting" | "busy" | "idle", parent?: Header): void {
    this.send("iopub", message("status", { execution_state: state }, parent));
  }

  flushed(): Promise<unknown> {
    return Promise.all(this.#last.values());
  }

  /**
   * At the limit of iopub ZeroMQ takes nothing until the slowest front end has read something. One
   * that has stopped must not stop the others, nor the cells: for it, ZeroMQ keeps all there is.
   */
  async #deliver(channel: Channel, outgoing: Message): Promise<void> {
    const frames = encode(outgoing, this.#key);
    const since = performance.now();
    for (;;) {
      try {
        return await this.#sockets[channel].send(frames);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      }
      await pause(RETRY_MS);
      if (performance.now() - since > PATIENCE_MS) this.#sockets[channel].sendHighWaterMark = 0;
    }
  }

  /**
   * A front end shows the state it heard last. The idle of a completion that was answered beside a
   * waiting cell would hide that the cell still runs, so its busy is said again.
   */
  #keepBusy(status: Message): void {
    const isCell = (status.parent as Header).msg_type === "execute_request";
    const busy = status.content.execution_state === "busy";
    if (isCell) this.#running = busy ? status : undefined;
    else if (!busy && this.#running !== undefined) {
      const { content, parent } = this.#running;
      this.send("iopub", message("status", content, parent as Header));
    }
  }
}

/** A front end that has gone cannot be told; the log of the server can. */
function report(error: unknown): void {
  process.stderr.write(`socketbook kernel: ${error}\n`);
}
