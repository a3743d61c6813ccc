import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { GivenUp, type Patience } from "../run/patience.js";
import type { Transcript } from "./transcript.js";

const mostKept = 1000; // more than any check waits for; a program may send without end

export interface Datagram {
  readonly bytes: Buffer;
  readonly from: RemoteInfo;
}

/** A UDP client of a program under test. Its socket is not connected: it hears whoever answers. */
export class Datagrams {
  readonly name: string;
  readonly #server: { host: string; port: number };
  readonly #socket: Socket;
  readonly #transcript: Transcript;
  readonly #patience: Patience;
  readonly #received: Datagram[] = [];
  #isOpen = true;
  #news: () => void = ignore;

  static async open(
    name: string,
    server: { host: string; port: number },
    transcript: Transcript,
    patience: Patience,
  ): Promise<Datagrams> {
    const socket = createSocket(server.host.includes(":") ? "udp6" : "udp4");
    socket.bind(0, server.host.includes(":") ? "::1" : "127.0.0.1");
    await once(socket, "listening");
    return new Datagrams(name, server, socket, transcript, patience);
  }

  private constructor(
    name: string,
    server: { host: string; port: number },
    socket: Socket,
    transcript: Transcript,
    patience: Patience,
  ) {
    this.name = name;
    this.#server = server;
    this.#socket = socket;
    this.#transcript = transcript;
    this.#patience = patience;
    socket.on("error", ignore).on("message", (bytes, from) => {
      if (this.#received.length >= mostKept) return;
      this.#transcript.received(name, bytes);
      this.#received.push({ bytes, from });
      this.#news();
    });
  }

  async send(bytes: Uint8Array | string): Promise<void> {
    this.#transcript.sent(this.name, bytes);
    const { host, port } = this.#server;
    await new Promise<void>((done) => this.#socket.send(bytes, port, host, () => done()));
  }

  /** The next datagram, or nothing when none is worth waiting for. */
  async receive(idleSeconds?: number): Promise<Datagram | undefined> {
    while (this.#received.length === 0) {
      const news = new Promise<void>((resolve) => {
        this.#news = resolve;
      });
      if ((await this.#patience(news, idleSeconds)) instanceof GivenUp) return undefined;
    }
    return this.#received.shift();
  }

  leave(): void {
    if (this.#isOpen) this.#socket.close();
    this.#isOpen = false;
  }
}

function ignore(): void {
  // Nobody waits for news; an error means that no answer comes, which is what a check sees.
}
