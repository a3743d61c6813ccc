import { isIP } from "./node-net.js";
import { Refusal } from "./refusal.js";

/**
 * On a machine that a class shares, port 12000 can be held by one learner only. But to Linux every
 * address that begins with 127 is this machine, and each has all the ports. So a class server sets
 * SOCKETBOOK_LOOPBACK to `own`: then 127.0.0.1, and "every interface" too, is for each user an
 * address of their own, made of the user's number. Or it names the address. Elsewhere nothing changes.
 */
export function ownLoopback(host: string): string {
  const setting = process.env.SOCKETBOOK_LOOPBACK;
  if (!setting || (host !== "127.0.0.1" && host !== "0.0.0.0")) return host;
  return setting === "own" ? ofUser(process.getuid?.() ?? 0) : named(setting);
}

/** Where a socket that nobody bound sends from: who is called at that address calls from it, too. */
export function sourceFor(host: string | undefined): string | undefined {
  return host !== undefined && host !== "127.0.0.1" && host === ownLoopback("127.0.0.1")
    ? host
    : undefined;
}

/** 127.3.232.1 for user 1000: the middle two numbers tell users apart, up to 65535. */
function ofUser(user: number): string {
  if (process.platform !== "linux") return "127.0.0.1";
  const number = user % 65_536;
  return number === 0 ? "127.0.0.1" : `127.${number >> 8}.${number & 255}.1`;
}

function named(setting: string): string {
  if (setting.startsWith("127.") && isIP(setting) === 4) return setting;
  throw new Refusal("EINVAL", `SOCKETBOOK_LOOPBACK is ${setting}; it is "own" or begins with 127.`);
}
