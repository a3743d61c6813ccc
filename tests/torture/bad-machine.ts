import { whyNoFewPorts } from "../lib/few-ports.js";
import { datagram } from "./datagram.js";
import type { Torture } from "./finding.js";
import { fullDisk, tryableDisks } from "./machine/full-disk.js";
import { littleMemory, whyNoCrowd } from "./machine/little-memory.js";
import { noDescriptors, whyNoLimit } from "./machine/no-descriptors.js";
import { portPairs, usedUpPorts } from "./machine/used-up-ports.js";
import { systems } from "./systems.js";

interface Trial {
  readonly name: string;
  run(): Promise<string>;
}

const crowd = 5000;
const files = 40;

/** All that a machine can lack: descriptors, room on its disk, ports, memory. */
export function machineTrials(torture: Torture): Trial[] {
  const streams = systems.filter(({ talk }) => talk !== datagram);
  const patient = streams.filter(({ options }) => options.includes("--concurrent"));
  const noPorts = whyNoFewPorts();
  const noCrowd = whyNoCrowd(crowd);
  return [
    ...streams.map((system) =>
      trial(`descriptors ${system.name}`, whyNoLimit, () => noDescriptors(system, torture)),
    ),
    ...["a disk", "a limit"].map((disk) => {
      const isHere = tryableDisks.includes(disk);
      const why = isHere ? undefined : `this machine cannot make ${disk} that is full`;
      return trial(`disk: ${disk}`, why, () => fullDisk(disk, torture, files));
    }),
    ...portPairs.map((pair) =>
      trial(`ports ${pair.name}`, noPorts, () => usedUpPorts(pair, torture)),
    ),
    ...patient.map((system) =>
      trial(`memory ${system.name}`, noCrowd, () => littleMemory(system, torture, crowd)),
    ),
  ];
}

function trial(name: string, missing: string | undefined, run: () => Promise<string>): Trial {
  const untried = `machine ${name}: NOT TRIED on this machine: ${missing}`;
  return { name, run: () => (missing === undefined ? run() : Promise.resolve(untried)) };
}
