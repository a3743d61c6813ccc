import { fileURLToPath } from "node:url";
import { withFewPorts } from "../../lib/few-ports.js";
import { Process } from "../../scripts/process.js";
import { type Pair, pairs, udpGreeting } from "../exchanges.js";
import { Finding, type Torture } from "../finding.js";

export const portPairs: readonly Pair[] = [...pairs, udpGreeting];

const trial = fileURLToPath(new URL("few-ports.ts", import.meta.url));

/**
 * Uses up the ports that the system gives out. A client and a server that are started then must say so in
 * one clear line and end; the server that runs goes on, and serves when there are ports again. It happens
 * in a network namespace, so nobody else's ports are touched. Throws a `Finding`.
 */
export async function usedUpPorts(
  { name }: Pair,
  { seed }: Torture,
  bad: readonly string[] = [],
): Promise<string> {
  const node = [process.execPath, "--import", import.meta.resolve("tsx")];
  const line = [...node, trial, name, String(seed), ...bad];
  await using running = new Process(withFewPorts(line));
  const status = await running.exited;
  if (status !== 0) throw new Error(`the trial itself failed: ${running.stdout}${running.stderr}`);
  if (running.stdout === "") return `${name}: without a free port, and with one again`;
  const replay = `--seed ${seed} --part machine --only "ports ${name}"`;
  throw new Finding(`${name}: ${running.stdout.trimEnd()}`, replay);
}
