import * as constants from "./constants.js";
import { Refusal } from "./refusal.js";

/** What `setsockopt` takes: a number, on or off, a group address, or `[on, seconds]` for SO_LINGER. */
export type OptionValue = number | boolean | string | readonly [on: number, seconds: number];

const prefixes = new Map<constants.OptionLevel, string>([
  [constants.SOL_SOCKET, "SO_"],
  [constants.IPPROTO_IP, "IP_"],
  [constants.IPPROTO_TCP, "TCP_"],
  [constants.IPPROTO_IPV6, "IPV6_"],
]);

/** The name of an option, for example `SO_KEEPALIVE`: its number means nothing without its level. */
export function optionName(level: constants.OptionLevel, option: number): string {
  const prefix = prefixes.get(level);
  const found = Object.entries(constants).find(
    ([name, value]) => prefix !== undefined && name.startsWith(prefix) && value === option,
  );
  return found?.[0] ?? `option ${option} of level ${level}`;
}

/** The refusal of an option that Node gives no access to. */
export function notOffered(name: string, why: string): Refusal {
  return new Refusal("ENOPROTOOPT", `${name}: ${why}`);
}

/** On or off, as the kernel reads it: every number but 0 is on. */
export function asSwitch(name: string, value: OptionValue): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isInteger(value)) return value !== 0;
  throw new Refusal("EINVAL", `${name} takes 1 or 0, not ${JSON.stringify(value)}`);
}

/** A whole number within limits. */
export function asNumber(name: string, value: OptionValue, least: number, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  const limits = `a whole number from ${least} to ${most}`;
  throw new Refusal("EINVAL", `${name} takes ${limits}, not ${JSON.stringify(value)}`);
}
