import { lookup } from "node:dns";
import { type AddressFamily, AF_INET, AF_INET6 } from "./constants.js";
import { isIP } from "./node-net.js";
import { ownLoopback } from "./own-loopback.js";
import { Refusal } from "./refusal.js";

/** Where a socket is or shall go: a host and a port, as in Python's `("127.0.0.1", 12000)`. */
export type Address = readonly [host: string, port: number];

/** `127.0.0.1:12000`, `[::1]:12000`, `*:12000` for every interface, a host with a space in quotes. */
export function formatAddress([host, port]: Address): string {
  if (host === "") return `*:${port}`;
  if (/\s/.test(host)) return `${JSON.stringify(host)}:${port}`;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Checks an address and turns its host into a number address of the socket's family. `""` is every
 * interface, as in Python; a name, "localhost" too, is looked up in that family only.
 */
export async function resolveAddress(address: Address, family: AddressFamily): Promise<Address> {
  const [host, port] = checked(address);
  if (host === "") return [ownLoopback(anyHost(family)), port];
  if (host === "<broadcast>" && family === AF_INET) return ["255.255.255.255", port];
  const version = isIP(host);
  if (version === versionOf(family)) return [ownLoopback(host), port];
  // That name always means this machine (RFC 6761), also where a hosts file knows it in one family.
  if (host.toLowerCase() === "localhost") return [ownLoopback(loopback(family)), port];
  if (version !== 0) {
    const wanted = `AF_INET${family === AF_INET6 ? "6" : ""}`;
    throw new Refusal("EAFNOSUPPORT", `an IPv${version} host on a socket of ${wanted}`);
  }
  return [await lookUp(host, versionOf(family)), port];
}

/** The address that means every interface: 0.0.0.0 or ::. */
export function anyHost(family: AddressFamily): string {
  return family === AF_INET ? "0.0.0.0" : "::";
}

function loopback(family: AddressFamily): string {
  return family === AF_INET ? "127.0.0.1" : "::1";
}

export function versionOf(family: AddressFamily): 4 | 6 {
  return family === AF_INET ? 4 : 6;
}

function checked(address: Address): Address {
  if (!Array.isArray(address) || address.length !== 2 || typeof address[0] !== "string") {
    throw new Refusal("EINVAL", 'an address is written ["127.0.0.1", 12000]: host, then port');
  }
  const port: unknown = address[1];
  if (!Number.isInteger(port) || (port as number) < 0 || (port as number) > 65_535) {
    throw new Refusal("EINVAL", `the port is ${String(port)}, not a whole number 0 to 65535`);
  }
  return address;
}

function lookUp(host: string, version: 4 | 6): Promise<string> {
  return new Promise((resolve, reject) => {
    if (host.trim() === "" || host.includes("\0")) {
      return reject(new Refusal("ENOTFOUND", `the host ${JSON.stringify(host)} is no name`));
    }
    lookup(host, { family: version }, (error, found) => {
      if (!error) return resolve(found);
      if (error.code !== "ENOTFOUND") return reject(error);
      const state = `no IPv${version} address is known for the host ${JSON.stringify(host)}`;
      reject(new Refusal(error.code, state, { cause: error }));
    });
  });
}
