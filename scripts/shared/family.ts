import { isIPv6 } from "node:net";
import { AF_INET, AF_INET6 } from "socketbook";

/** The address family that a host is written in; a name is looked up as IPv4, as in the documents. */
export function familyOf(host: string): typeof AF_INET | typeof AF_INET6 {
  return isIPv6(host) ? AF_INET6 : AF_INET;
}
