import { Random } from "../../checker/src/systems/random.js";
import { calls, keepalive } from "./cut-calls.js";
import { pairs, udpGreeting } from "./exchanges.js";
import { Finding, type Torture } from "./finding.js";
import {
  cut,
  cutAnyhow,
  givenUp,
  greeting,
  mended,
  noWay,
  storm,
  vanished,
} from "./network-trials.js";
import { relayed } from "./relay-trial.js";
import { type Round, Wrong } from "./stage.js";

export interface Trial {
  readonly name: string;
  readonly perform: (round: Round) => Promise<void>;
}

/** Every system in every kind of trouble, and the calls of the library. */
export const trials: readonly Trial[] = [
  ...pairs.flatMap((pair) => [
    trial(`${pair.name} in a storm`, (round) => storm({ ...round, pair })),
    trial(`${pair.name}, mended`, (round) => mended({ ...round, pair })),
    trial(`${pair.name}, cut`, (round) => cut({ ...round, pair })),
    trial(`${pair.name}, whole or nothing`, (round) => cutAnyhow({ ...round, pair })),
    trial(`${pair.name} beside a vanished one`, (round) => vanished({ ...round, pair })),
  ]),
  ...pairs
    .filter(({ script }) => script === "reverse-echo-client")
    .map((pair) => trial(`${pair.name}, given up`, (round) => givenUp({ ...round, pair }))),
  ...pairs
    .filter(({ script }) => script !== "file-client")
    .map((pair) => trial(`relay for ${pair.name}, cut`, (round) => relayed({ ...round, pair }))),
  ...[...pairs, udpGreeting].map((pair) =>
    trial(`no way for ${pair.name}`, (round) => noWay({ ...round, pair })),
  ),
  trial("greeting in a storm of datagrams", (round) => greeting({ ...round, pair: udpGreeting })),
  trial("calls, cut", calls),
  trial("calls with keepalive, cut", keepalive),
];

function trial(name: string, perform: (round: Round) => Promise<void>): Trial {
  return { name, perform };
}

const width = 4; // rounds at a time: they wait more than they compute

/**
 * Performs a trial so many times, each with a cable, a weather and messages of its own, which its number
 * and the seed decide. (When packets come and go is up to the systems at both ends, so a round meets the
 * same weather again, not the same microseconds.) Throws a `Finding`; fails with `NoCable` where no cable
 * can be laid.
 */
export async function badNetwork(trial: Trial, torture: Torture, rounds: number): Promise<string> {
  const { from, progress } = torture;
  const left = Array.from({ length: rounds }, (_, index) => from + index).values();
  let done = 0;
  const worker = async () => {
    for (const round of left) {
      await performOnce(trial, torture, round);
      progress(`network ${trial.name}: ${++done} of ${rounds}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, rounds) }, worker));
  return `network ${trial.name}: ${rounds} rounds`;
}

async function performOnce(trial: Trial, torture: Torture, round: number): Promise<void> {
  const { seed: base, release } = torture;
  const seed = `${base} ${trial.name} ${round}`;
  try {
    await trial.perform({ seed, release, random: () => new Random(seed) });
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const replay = `--seed ${base} --part network --only "${trial.name}" --from ${round} --inputs 1`;
    throw new Finding(`network ${trial.name}: ${error.message}`, replay);
  }
}
