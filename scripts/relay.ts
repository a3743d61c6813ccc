// A relay between two programs, which treats what it passes on as a hard network might.
import { disturb, SOCK_DGRAM, SOCK_STREAM, SOMAXCONN, socket } from "socketbook";
import {
  announcePort,
  familyOf,
  flag,
  listens,
  number,
  parseTarget,
  print,
  program,
  relayDatagrams,
  relayStream,
  seconds,
  serve,
  serverOptions,
  text,
  tuple,
} from "./shared/index.js";

const where = { host: "127.0.0.1", port: 12001 };
const { host, port } = serverOptions(where);

const faults = {
  seed: number("N", "decides every draw: the same seed, the same faults (1)"),
  split: number("N", "TCP: chunks of 1 to N bytes, 10 ms apart, so that a reader sees each"),
  merge: number("SECONDS", "TCP: join what comes until nothing has come for so long"),
  "reset-after": number("BYTES", "TCP: reset both sides after so many bytes in one direction"),
  delay: number("SECONDS", "every chunk or datagram comes so much later"),
  drop: number("SHARE", "UDP: lose this share of the datagrams, from 0 to 1"),
  duplicate: number("SHARE", "UDP: send this share of them twice"),
  reorder: number("SHARE", "UDP: let this share of them change places with the next"),
};
const options = {
  host,
  port,
  timeout: seconds(3600, "how long a connection or a client of UDP may stay silent"),
  to: text("127.0.0.1:12000", "HOST:PORT", "the server behind the relay (127.0.0.1:12000)"),
  udp: flag("pass datagrams on, instead of connections"),
  ...faults,
};
type Given = Readonly<Record<keyof typeof faults, number | undefined>>;

await program(
  { about: `${listens(where)} Give your client its port.`, options },
  async ({ host, port, to, udp, timeout, signal, ...given }) => {
    const server = parseTarget(to);
    const faults = faultsOf(given);

    if (udp) {
      const near = disturb(socket(familyOf(host), SOCK_DGRAM), faults);
      await near.bind([host, port]);
      announcePort(near, port);
      print(`Relaying datagrams to ${tuple(server)}${told(faults)}`);
      await relayDatagrams(near, { server, faults, timeout });
    }
    // On the listening socket already, so that a wrong fault is refused before the first client.
    const near = disturb(socket(familyOf(host), SOCK_STREAM), faults);
    await near.bind([host, port]);
    await near.listen(SOMAXCONN);
    announcePort(near, port);
    print(`Relaying connections to ${tuple(server)}${told(faults)}`);
    await serve(near, { concurrent: true, timeout, signal }, (connection, address) =>
      relayStream(connection, address, server, faults),
    );
  },
);

function told(faults: Readonly<Record<string, number>>): string {
  const list = Object.entries(faults).map(([name, value]) => `${name} ${value}`);
  return list.length === 0 ? "" : `, with ${list.join(", ")}`;
}

/** Those that were given. Pieces need a moment between them, or the next system joins them again. */
function faultsOf(given: Given): Readonly<Record<string, number>> {
  const { seed, split, merge, drop, duplicate, reorder, "reset-after": resetAfter } = given;
  const { delay = split && 0.01 } = given;
  const all = { seed, split, merge, resetAfter, delay, drop, duplicate, reorder };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
