import { Worker } from "node:worker_threads";
import { Backlog } from "./backlog.js";
import { type Content, type Header, type Message, message } from "./wire.js";

/** What the thread of the channels tells this one. */
export type Incoming =
  | { readonly kind: "shell" | "input"; readonly message: Message }
  | { readonly kind: "interrupt"; readonly serial: number }
  | { readonly kind: "drained" | "end" };

/** What this thread tells the one of the channels. */
export type Outgoing =
  | {
      readonly kind: "send";
      readonly channel: Channel;
      readonly message: Message;
      /** What it counts in the backlog until it is sent. */
      readonly units: number;
    }
  | { readonly kind: "children"; readonly pids: readonly number[]; readonly any: boolean }
  | { readonly kind: "drain" };

export type Channel = "shell" | "iopub" | "stdin" | "control";

export interface ThreadData {
  readonly file: string;
  /** Counts the interrupts, so that a loop which blocks this thread sees them. */
  readonly interrupts: Int32Array;
  /** The count of the Backlog. */
  readonly backlog: Int32Array<SharedArrayBuffer>;
}

/** It only passes messages on; memory that it may use, V8 would use. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/**
 * The channels of the Jupyter protocol as the thread of the cells sees them. The sockets live in a
 * thread of their own: heartbeat, control and kernel_info answer while a cell blocks this one, and
 * its output leaves all the same.
 */
export class Channels {
  readonly interrupts = new Int32Array(new SharedArrayBuffer(4));
  readonly #backlog = new Backlog();
  readonly #thread: Worker;
  #drained: (() => void)[] = [];

  constructor(file: string) {
    const workerData: ThreadData = {
      file,
      interrupts: this.interrupts,
      backlog: this.#backlog.count,
    };
    const thread = new URL("./channels-thread.js", import.meta.url);
    this.#thread = new Worker(thread, { workerData, resourceLimits });
  }

  listen(handle: (incoming: Incoming) => void): void {
    this.#thread.on("message", (incoming: Incoming) => {
      if (incoming.kind === "drained") this.#drained.shift()?.();
      else handle(incoming);
    });
  }

  send(channel: Channel, outgoing: Message): void {
    this.#tell({ kind: "send", channel, message: outgoing, units: 0 });
  }

  /** Sends what a cell puts out; blocks while the front end has too much of it to take. */
  publish(type: string, content: Content, parent: Header | undefined): void {
    const { text } = content;
    const { length } = typeof text === "string" ? text : JSON.stringify(content);
    const units = this.#backlog.enter(length);
    const published = message(type, content, parent);
    this.#tell({ kind: "send", channel: "iopub", message: published, units });
    this.#backlog.waitForRoom(this.interrupts);
  }

  /** Resolves once every request that had reached this machine is in the queue of this thread. */
  drain(): Promise<void> {
    this.#tell({ kind: "drain" });
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  tellChildren(pids: readonly number[], any: boolean): void {
    this.#tell({ kind: "children", pids, any });
  }

  #tell(outgoing: Outgoing): void {
    this.#thread.postMessage(outgoing);
  }
}
