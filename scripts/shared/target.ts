import type { Address } from "socketbook";
import { parsePort, UsageError } from "./options.js";

/** Reads `host:port`; an IPv6 host stands in brackets, as in `[::1]:12000`. */
export function parseTarget(value: string): Address {
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):([^:]+)$/.exec(value);
  if (!parts) throw new UsageError(`an address is HOST:PORT, not "${value}"`);
  const [, bracketed, host = bracketed ?? "", port = ""] = parts;
  return [host, parsePort(port)];
}
