/**
 * Attacks the programs of scripts/ as a hostile world may, and stops at the first thing that is wrong.
 *
 *     npm run torture                              everything, with a seed of its own
 *     npm run torture -- --seed 7                  the same attacks again
 *     npm run torture -- --only uppercase          one system (or what begins with that word)
 *     npm run torture -- --inputs 500              so many attacks a system (100,000)
 *     npm run torture -- --part peers              one part: bytes, flood, peers, time, load, machine,
 *                                                  network or kernel
 *     npm run torture -- --from 123 --inputs 1     one attack alone
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { badBytes } from "./bad-bytes.js";
import { machineTrials } from "./bad-machine.js";
import { badNetwork, type Trial as NetworkTrial, trials as networkTrials } from "./bad-network.js";
import { badPeers } from "./bad-peers.js";
import { badTime } from "./bad-time.js";
import { NoCable } from "./cable/cable.js";
import { lyingDatagrams } from "./datagram-lies.js";
import { Finding, type Torture } from "./finding.js";
import { flood } from "./flood.js";
import { endure, kernelTrials } from "./kernel-endurance.js";
import { clients } from "./lies.js";
import { load, loaded } from "./load.js";
import { type System, systems } from "./systems.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(randomInt(1_000_000)) },
    only: { type: "string", default: "" },
    inputs: { type: "string" },
    part: { type: "string", default: "" },
    from: { type: "string", default: "0" },
  },
});

const torture: Torture = {
  seed: whole("seed", values.seed),
  from: whole("from", values.from),
  inputs: whole("inputs", values.inputs ?? "100000"),
  patience: 5,
  release: 60,
  progress: (line) => {
    process.stdout.write(process.stdout.isTTY ? `\r${line}\x1b[K` : "");
  },
};

console.log(`Seed ${torture.seed}`);
// Those that serve one after another let the others wait, by what they are.
const patient = systems.filter(({ options }) => options.includes("--concurrent"));
const parts = {
  bytes: systems.map((system) => ({ name: system.name, run: () => badBytes(system, torture) })),
  flood: patient.map((system) => ({ name: system.name, run: () => flood(system, torture, 1024) })),
  peers: [
    ...clients.map((client) => ({
      name: client.name,
      run: () => badPeers(client, { ...torture, patience: 2 }, Number.POSITIVE_INFINITY),
    })),
    { name: "greeting by UDP", run: () => lyingDatagrams(torture, "greeting-client") },
  ],
  time: patient.map((system) => ({ name: system.name, run: () => besiege(system) })),
  load: loaded.map((server) => {
    const connections = server.clients === "stream" ? 10_000 : 100;
    const underLoad = { connections, messages: 10 * torture.inputs };
    return { name: server.name, run: () => load(server, torture, underLoad) };
  }),
  machine: machineTrials(torture),
  network: networkTrials.map((trial) => ({ name: trial.name, run: () => onBadNetwork(trial) })),
  kernel: kernelTrials.map((trial) => ({
    name: trial.name,
    run: () => endure(trial, torture, { size: values.inputs ? torture.inputs : trial.long }),
  })),
};
const chosen = Object.entries(parts)
  .filter(([part]) => part.startsWith(values.part))
  .flatMap(([, trials]) => trials)
  .filter(({ name }) => name.startsWith(values.only));
if (chosen.length === 0) {
  console.error(
    `Nothing is called ${values.part} ${values.only}; the parts and their systems are:`,
  );
  for (const [part, trials] of Object.entries(parts)) {
    console.error(`  ${part}: ${trials.map(({ name }) => name).join(", ")}`);
  }
  process.exit(2);
}
try {
  for (const { run } of chosen) say(await run());
} catch (error) {
  if (!(error instanceof Finding)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function onBadNetwork(trial: NetworkTrial): Promise<string> {
  const rounds = values.inputs === undefined ? 5 : torture.inputs;
  try {
    return await badNetwork(trial, torture, rounds);
  } catch (error) {
    if (!(error instanceof NoCable)) throw error;
    return `network ${trial.name}: NOT TRIED on this machine: ${error.message}`;
  }
}

async function besiege(system: System): Promise<string> {
  const siege = { crowd: 1000, clients: 1000, most: 3, rounds: 5 };
  const { idle, besieged } = await badTime(system, torture, siege);
  const [before, now, ratio] = [idle, besieged, besieged / idle].map((value) => value.toFixed(1));
  return `${system.name}: p99 ${now} ms in a crowd of 1000, ${before} ms at an idle server: ${ratio} times`;
}

function say(line: string): void {
  console.log(process.stdout.isTTY ? `\r${line}\x1b[K` : line);
}

function whole(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`--${name} takes a whole number, not "${text}"`);
  process.exit(2);
}
