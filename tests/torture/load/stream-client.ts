import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Client, Watcher } from "./client.js";
import { message, reversed } from "./orders.js";

/** Sends all its lines at once, and looks at every answer: what it is, and that it is its turn. */
export class StreamClient implements Client {
  readonly connected: Promise<unknown>;
  readonly closed: Promise<unknown>;
  sent = 0;
  answered = 0;
  readonly #number: number;
  readonly #socket: Socket;
  readonly #watcher: Watcher;
  #rest = "";
  #leaving = false;

  constructor(number: number, port: number, watcher: Watcher) {
    this.#number = number;
    this.#watcher = watcher;
    this.#socket = connect({ port, host: "127.0.0.1" });
    this.connected = once(this.#socket, "connect");
    this.closed = new Promise((resolve) => this.#socket.once("close", resolve));
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (text: string) => this.#heard(text));
    this.#socket.on("error", ({ message: why }) => watcher.wrong(`client ${number}: ${why}`));
    this.#socket.on("end", () => {
      if (!this.#leaving)
        watcher.wrong(`client ${number}: hung up on after ${this.answered} answers`);
    });
  }

  talk(messages: number): void {
    let lines = "";
    for (let end = this.sent + messages; this.sent < end; this.sent++) {
      lines += `${message(this.#number, this.sent)}\n`;
    }
    this.#socket.write(lines, "latin1");
  }

  /** Most say that they are done, every tenth just goes. */
  leave(): void {
    this.#leaving = true;
    if (this.#number % 10 === 9) this.#socket.resetAndDestroy();
    else this.#socket.end();
  }

  #heard(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const wanted = reversed(message(this.#number, this.answered));
      const said = `client ${this.#number}: the answer ${this.answered} is "${line}"`;
      if (line !== wanted) this.#watcher.wrong(`${said}, not "${wanted}"`);
      this.answered++;
      this.#watcher.answered();
    }
  }
}
