import { spawnSync } from "node:child_process";

const network = ["unshare", "-rn", "sh", "-c"]; // one of its own, in which whoever made it is root
const few = 'ip link set lo up && echo "40000 40019" > /proc/sys/net/ipv4/ip_local_port_range';

/** The command in a network where the system gives out twenty ports, so that they can be used up. */
export function withFewPorts(command: readonly string[]): string[] {
  return [...network, `${few} && exec "$@"`, "sh", ...command];
}

/** Why ports cannot be used up here; undefined where they can. */
export function whyNoFewPorts(): string | undefined {
  const [file = "", ...line] = withFewPorts(["true"]);
  if (spawnSync(file, line).status === 0) return undefined;
  return "this machine makes no network of its own, in which ports can be used up";
}
