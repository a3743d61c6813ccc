/**
 * Attacks the programs of scripts/ as a hostile world may, and stops at the first thing that is wrong.
 *
 *     npm run torture                              everything, with a seed of its own
 *     npm run torture -- --seed 7                  the same attacks again
 *     npm run torture -- --only uppercase          one system (or what begins with that word)
 *     npm run torture -- --inputs 500              so many attacks a system (100,000)
 *     npm run torture -- --from 123 --inputs 1     one attack alone
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { badBytes } from "./bad-bytes.js";
import { Finding, type Torture } from "./finding.js";
import { systems } from "./systems.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(randomInt(1_000_000)) },
    only: { type: "string", default: "" },
    inputs: { type: "string", default: "100000" },
    from: { type: "string", default: "0" },
  },
});

const torture: Torture = {
  seed: whole("seed", values.seed),
  from: whole("from", values.from),
  inputs: whole("inputs", values.inputs),
  patience: 5,
  release: 60,
  progress: (line) => {
    process.stdout.write(process.stdout.isTTY ? `\r${line}\x1b[K` : "");
  },
};

console.log(`Seed ${torture.seed}`);
const chosen = systems.filter(({ name }) => name.startsWith(values.only));
if (chosen.length === 0) {
  console.error(
    `No system is called ${values.only}: ${systems.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}
try {
  for (const system of chosen) say(await badBytes(system, torture));
} catch (error) {
  if (!(error instanceof Finding)) throw error;
  say(error.message);
  process.exitCode = 1;
}

function say(line: string): void {
  console.log(process.stdout.isTTY ? `\r${line}\x1b[K` : line);
}

function whole(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`--${name} takes a whole number, not "${text}"`);
  process.exit(2);
}
