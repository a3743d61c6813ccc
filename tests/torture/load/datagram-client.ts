import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Client, Watcher } from "./client.js";
import { message } from "./orders.js";

const answer = "UDPServer has received your message";

/** Sends one datagram, and the next when it is answered: so few are on their way that none may be lost. */
export class DatagramClient implements Client {
  readonly connected: Promise<unknown>;
  readonly closed: Promise<unknown>;
  sent = 0;
  answered = 0;
  readonly #number: number;
  readonly #socket = createSocket("udp4");
  #end = 0;

  constructor(number: number, port: number, watcher: Watcher) {
    this.#number = number;
    this.closed = new Promise((resolve) => this.#socket.once("close", () => resolve(undefined)));
    this.#socket.on("error", ({ message: why }) => watcher.wrong(`client ${number}: ${why}`));
    this.#socket.on("message", (bytes) => {
      if (String(bytes) !== answer) watcher.wrong(`client ${number}: the answer is "${bytes}"`);
      if (++this.answered > this.sent) watcher.wrong(`client ${number}: one answer too many`);
      watcher.answered();
      this.#next();
    });
    this.connected = once(this.#socket, "connect");
    this.#socket.connect(port, "127.0.0.1");
  }

  talk(messages: number): void {
    this.#end = this.sent + messages;
    this.#next();
  }

  leave(): void {
    this.#socket.close();
  }

  #next(): void {
    if (this.sent < this.#end) this.#socket.send(message(this.#number, this.sent++));
  }
}
