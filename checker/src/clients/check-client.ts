import type { Limits } from "../run/limits.js";
import { asksFor, withPortAsked } from "../run/words.js";
import { systemNamed } from "../systems/index.js";
import { Random } from "../systems/random.js";
import { Transcript } from "../talk/transcript.js";
import { adviceFor } from "../verdict/advice.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { type CheckResult, type Outcome, resultOf } from "../verdict/result.js";
import { adderClient } from "./adder-client.js";
import type { ClientCommand } from "./client-run.js";
import { type ClientCriterion, type ClientSystem, ClientUnderTest } from "./client-system.js";
import { fileClient } from "./file-client.js";
import { greetingClient } from "./greeting-client.js";
import { greetingTcpClient, thanksClient, uppercaseClient } from "./one-message.js";
import { reverseEchoClient } from "./reverse-echo-client.js";

const clients: readonly ClientSystem[] = [
  uppercaseClient,
  thanksClient,
  reverseEchoClient,
  greetingClient,
  greetingTcpClient,
  adderClient,
  fileClient,
];

export interface ClientCheckOptions {
  readonly startIn?: string | undefined;
  readonly limits?: Limits | undefined;
  readonly idle?: number | undefined;
  readonly stopAtFirst?: boolean | undefined;
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

/** Plays the server of a system for a client program, once for each criterion. */
export async function examineClient(
  name: string,
  words: readonly string[],
  options: ClientCheckOptions = {},
): Promise<CheckResult> {
  const system = clients.find((client) => client.name === name);
  if (system === undefined) throw new RangeError(`there is no system ${JSON.stringify(name)}`);
  const command: ClientCommand = {
    words: clientWords(name, words),
    usualPort: systemNamed(name)?.port ?? 0,
    folder: options.startIn,
    limits: options.limits,
    idle: options.idle,
  };
  const outcomes: Outcome[] = [];
  for (const criterion of system.criteria) {
    const isHopeless =
      outcomes[0]?.state === "failed" ||
      (options.stopAtFirst && outcomes.some(({ state }) => state === "failed"));
    const outcome = isHopeless
      ? { ...known(criterion), ...notTried }
      : await attempt(name, criterion, command);
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  }
  return resultOf(name, "client", outcomes, []);
}

const notTried = {
  state: "not tried" as const,
  diagnosis: "an earlier check fails already",
  transcript: [],
};

/** The file client of the document gets SERVER:PORT:NAME and the name to keep; the others a port. */
function clientWords(system: string, words: readonly string[]): string[] {
  if (system !== "file-transfer") return withPortAsked(words).words;
  return asksFor(words, "port") ? [...words] : [...words, "127.0.0.1:{port}:{name}", "{target}"];
}

async function attempt(
  system: string,
  criterion: ClientCriterion,
  command: ClientCommand,
): Promise<Outcome> {
  const transcript = new Transcript();
  await using client = new ClientUnderTest(command, transcript);
  try {
    await criterion.try(client, new Random(`${system} client ${criterion.id}`));
    return { ...known(criterion), state: "passed", transcript: transcript.lines };
  } catch (error) {
    if (!(error instanceof Diagnosis)) throw error;
    return {
      ...known(criterion),
      state: "failed",
      diagnosis: error.message,
      advice: adviceFor(error.message),
      ...error.evidence,
      transcript: transcript.lines,
    };
  }
}

function known({ id, title, required, points }: ClientCriterion) {
  return { id, title, required, points };
}
