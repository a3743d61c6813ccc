import { formatAddress } from "../../address.js";
import type { RecordedCall } from "../../record.js";
import { howMany, quoted } from "./bytes-words.js";
import type { Step } from "./steps.js";

const notes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  TCP: {
    finished: "the peer has finished",
    reset: "reset by the peer",
    dropped: "a connection was dropped",
  },
  UDP: { dropped: "a datagram was dropped" },
};

/** The words beside a step: the call, what it was given or got, and how it ended. */
export function wordsOf({ call, opens }: Step): string {
  const note = noteOf(call);
  if (note !== undefined) return note;
  const begun = [call.call, target(call)].filter((part) => part !== "").join(" ");
  if (call.outcome === "waiting") return `${begun} still waits`;
  if (opens) return `${begun} waits`;
  const told = [begun, bytes(call)].filter((part) => part !== "").join(" ");
  const outcome = call.outcome === "ok" ? "" : ` ${call.outcome}`;
  return `${told}${outcome}${waited(call)}`;
}

/** What happened to a socket without a call. */
export function noteOf({ call, socket }: RecordedCall): string | undefined {
  return notes[socket.kind]?.[call];
}

/** Milliseconds below a second, seconds above. */
export function timeWords(milliseconds: number): string {
  if (milliseconds < 999.95) return `${milliseconds.toFixed(1)} ms`;
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function target({ call, address }: RecordedCall): string {
  const named = call === "bind" || call === "connect" || call === "sendto";
  return named && address ? formatAddress(address) : "";
}

function bytes({ call, count, preview, socket }: RecordedCall): string {
  if (count === undefined || call === "shutdown") return "";
  if (count > 0) return `${howMany(count, "byte")} ${quoted(preview, count)}`;
  return call === "recv" && socket.kind === "TCP" ? "0 bytes: the end" : "0 bytes";
}

function waited({ call, started, ended = started }: RecordedCall): string {
  const canWait = call === "connect" || call === "accept" || /^(send|recv)/.test(call);
  const long = ended - started;
  return canWait && long >= 1 ? `, waited ${timeWords(long)}` : "";
}
