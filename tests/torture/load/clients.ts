/**
 * Many clients of one server, in a process of their own that does what its parent orders:
 * `node clients.ts stream` or `datagram`. They are raw sockets, and look at every answer.
 */
import type { Client, Watcher } from "./client.js";
import { DatagramClient } from "./datagram-client.js";
import type { Done, Order } from "./orders.js";
import { StreamClient } from "./stream-client.js";

const Kind = process.argv[2] === "datagram" ? DatagramClient : StreamClient;
const atOnce = 200; // connect at the same time

let clients: Client[] = [];
/** The first thing that went wrong. */
let wrong: string | undefined;
let heard: { answer(): void; wrong(): void } | undefined;

const watcher: Watcher = {
  answered: () => heard?.answer(),
  wrong(what) {
    wrong ??= what;
    heard?.wrong();
  },
};

const does = {
  async hold({ port, count }: Extract<Order, { do: "hold" }>): Promise<Done> {
    clients = [];
    while (clients.length < count) {
      const next = Array.from({ length: Math.min(atOnce, count - clients.length) }, (_, at) => {
        return new Kind(clients.length + at, port, watcher);
      });
      await Promise.all(next.map(({ connected }) => connected));
      clients.push(...next);
    }
    return { count, wrong };
  },

  /** Resolves when every message has its answer, something is wrong, or nothing has come for so long. */
  async talk({ messages, patience }: Extract<Order, { do: "talk" }>): Promise<Done> {
    let count = 0;
    let silence: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      silence = setTimeout(() => watcher.wrong(missing(patience)), patience * 1000);
      heard = {
        answer() {
          silence?.refresh();
          if (++count === clients.length * messages) resolve();
        },
        wrong: resolve,
      };
      if (wrong !== undefined) resolve();
      for (const client of clients) client.talk(messages);
    });
    clearTimeout(silence);
    return { count, wrong };
  },

  async leave(): Promise<Done> {
    for (const client of clients) client.leave();
    await Promise.all(clients.map(({ closed }) => closed));
    return { count: clients.length, wrong };
  },
};

function missing(patience: number): string {
  const waiting = clients.filter((client) => client.answered < client.sent);
  const [first] = waiting;
  return (
    `no answer for ${patience} seconds; ${waiting.length} clients wait, ` +
    `the first of them with ${first?.answered} of ${first?.sent} answers`
  );
}

process.on("message", (order: Order) => {
  const done =
    order.do === "hold" ? does.hold(order) : order.do === "talk" ? does.talk(order) : does.leave();
  void done.then((answer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit());
