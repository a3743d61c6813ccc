import type { SocketLabel } from "../label.js";
import { failure } from "../socket-error.js";

/** How a connection of TCP is disturbed. What is left out does not happen. */
export interface StreamFaults {
  /** Decides every draw: the same seed, the same cuts. It is 1 when left out. */
  seed?: number;
  /** Hands over one byte at a time; with a number, 1 to that many, drawn from the seed. */
  split?: boolean | number;
  /** Waits until nothing more has come for 0.1 s, or for that many seconds, and hands it over as one. */
  merge?: boolean | number;
  /** Hands every chunk over that many seconds late. */
  delay?: number;
  /** Resets the connection when so many bytes have been handed over. */
  resetAfter?: number;
}

/** How a UDP socket is disturbed. What is left out does not happen. */
export interface DatagramFaults {
  /** Decides every draw: the same seed, the same losses. It is 1 when left out. */
  seed?: number;
  /** Every datagram comes that many seconds late. */
  delay?: number;
  /** The share of the datagrams that are lost: 0 is none, 1 is all. */
  drop?: number;
  /** The share of the datagrams that come twice. */
  duplicate?: number;
  /** The share of the datagrams that change places with the next one. */
  reorder?: number;
}

type Check = readonly [is: (value: unknown) => boolean, what: string];

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const share: Check = [
  (value) => isNumber(value) && value >= 0 && value <= 1,
  "a share from 0 to 1",
];
const time: Check = [(value) => isNumber(value) && value >= 0, "seconds"];
const seed: Check = [isNumber, "a number"];

const checks: Readonly<Record<SocketLabel["kind"], Readonly<Record<string, Check>>>> = {
  TCP: {
    seed,
    split: [
      (value) => typeof value === "boolean" || (Number.isSafeInteger(value) && Number(value) >= 1),
      "true or a whole number of bytes above 0",
    ],
    merge: [(value) => typeof value === "boolean" || time[0](value), "true or seconds"],
    delay: time,
    resetAfter: [
      (value) => Number.isSafeInteger(value) && Number(value) >= 0,
      "a whole number of bytes",
    ],
  },
  UDP: { seed, delay: time, drop: share, duplicate: share, reorder: share },
};

/** Throws EINVAL for a fault that this kind of socket does not know, or that has no such value. */
export function checkFaults(socket: SocketLabel, faults: StreamFaults | DatagramFaults): void {
  const known = checks[socket.kind];
  for (const [name, value] of Object.entries(faults)) {
    const check = known[name];
    const attempt = { socket, syscall: "disturb" };
    if (!check) {
      const names = Object.keys(known).join(", ");
      throw failure(attempt, "EINVAL", `${socket.kind} knows ${names}, and not ${name}`);
    }
    if (value !== undefined && !check[0](value)) {
      throw failure(attempt, "EINVAL", `${name} is ${String(value)}, not ${check[1]}`);
    }
  }
}
