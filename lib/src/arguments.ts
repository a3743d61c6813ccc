import { types } from "node:util";
import type { Call } from "./call.js";

/** Fails the call unless it was given bytes; a text is no bytes before it is encoded. */
export function checkBytes(call: Call, bytes: unknown): void {
  if (types.isUint8Array(bytes)) return;
  const given = typeof bytes === "string" ? "a string: write encode(text)" : String(bytes);
  throw call.fail("EINVAL", `it takes bytes (Uint8Array), not ${given}`);
}

/** Fails the call unless `count` is a whole number, 0 or more. */
export function checkCount(call: Call, what: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw call.fail("EINVAL", `${what} is ${String(count)}, not a whole number of 0 or more`);
}
