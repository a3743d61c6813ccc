import type { Limits } from "../run/limits.js";
import { asksFor, withPortAsked } from "../run/words.js";
import { systemNamed } from "../systems/index.js";
import { Random } from "../systems/random.js";
import type { Criterion, System } from "../systems/system.js";
import { adviceFor } from "../verdict/advice.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { type CheckResult, type Outcome, resultOf } from "../verdict/result.js";
import { absolutePaths } from "./absolute-paths.js";
import { SharedFolder } from "./shared-folder.js";
import { type Command, start } from "./started.js";
import { type Place, Subject } from "./subject.js";

/** Where the server is: an address, or the words of a command that starts it. */
export type Server = Place | { readonly run: readonly string[] };

export interface ServerCheckOptions {
  /** The folder that a file server at an address serves; the check puts files there and removes them. */
  readonly folder?: string | undefined;
  /** Whether a message is a line, instead of what one recv returns. */
  readonly lines?: boolean | undefined;
  /** Where the command starts, unless the server shares the folder it starts in. */
  readonly startIn?: string | undefined;
  readonly limits?: Limits | undefined;
  /** The environment of the program; without it, that of this process. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Begins what is arbitrary in the tries: the same seed makes the same tries. */
  readonly seed?: string | undefined;
  /** How many seconds of doing nothing count as waiting for ever. */
  readonly idle?: number | undefined;
  /** Whether to try no more after the first criterion that fails. */
  readonly stopAtFirst?: boolean | undefined;
  /** Told of each criterion as soon as it is decided. */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

const noLimit = 2 ** 31 - 1; // the longest that a timer can wait

/** Tries every criterion of a system on a server. What it starts is ended before it resolves. */
export async function examineServer(
  name: string,
  server: Server,
  options: ServerCheckOptions = {},
): Promise<CheckResult> {
  const system = systemNamed(name, { lines: options.lines ?? false });
  if (system === undefined) throw new RangeError(`there is no system ${JSON.stringify(name)}`);
  const needsFolder = system.name === "file-transfer";
  if (needsFolder && !("run" in server) && options.folder === undefined) {
    throw new RangeError("a file server at an address is checked with the folder that it serves");
  }
  const folder = needsFolder ? await SharedFolder.create(options.folder) : undefined;
  const examination = new Examination(system, server, { ...options, folder });
  const seconds = options.limits?.seconds ?? noLimit;
  const clock = setTimeout(() => examination.stop(), Math.min(seconds * 1000, noLimit));
  try {
    return await examination.result();
  } finally {
    clearTimeout(clock);
    await examination.close();
    await folder?.[Symbol.asyncDispose]();
  }
}

type Settings = Omit<ServerCheckOptions, "folder"> & { folder: SharedFolder | undefined };

class Examination {
  readonly #system: System;
  readonly #server: Server;
  readonly #settings: Settings;
  #subject: Subject | undefined;
  #isGone = false;
  #isOver = false;

  constructor(system: System, server: Server, settings: Settings) {
    this.#system = system;
    this.#server = server;
    this.#settings = settings;
  }

  async result(): Promise<CheckResult> {
    const outcomes: Outcome[] = [];
    for (const criterion of this.#system.criteria) {
      const why = this.#whyStop(outcomes);
      const outcome =
        why === undefined ? await this.#attempt(criterion) : untried(criterion, "not tried", why);
      outcomes.push(outcome);
      this.#settings.onOutcome?.(outcome);
    }
    return resultOf(this.#system.name, "server", outcomes, []);
  }

  /** The time for the whole submission is over. */
  stop(): void {
    this.#isOver = true;
    this.#subject?.program?.stop("takes too long in all");
  }

  async close(): Promise<void> {
    await this.#subject?.[Symbol.asyncDispose]();
    this.#subject = undefined;
  }

  #whyStop(outcomes: readonly Outcome[]): string | undefined {
    if (this.#isOver) return "the time for the whole submission is over";
    if (outcomes[0]?.state === "failed") return "the normal case fails already";
    const isStopped =
      this.#settings.stopAtFirst && outcomes.some(({ state }) => state === "failed");
    return isStopped ? "an earlier check fails" : undefined;
  }

  async #attempt(criterion: Criterion): Promise<Outcome> {
    if (this.#isGone)
      return untried(criterion, "left out", "the server has ended, as it was told to");
    const { id, title, required, points } = criterion;
    const known = { id, title, required, points };
    let transcript: readonly string[] = [];
    try {
      const subject = await this.#serving();
      subject.begin();
      try {
        await criterion.try(
          subject,
          new Random(`${this.#settings.seed ?? ""}${this.#system.name} ${id}`),
        );
      } finally {
        transcript = subject.transcript.lines;
      }
      if (criterion.ends) await this.#end();
      return { ...known, state: "passed", transcript };
    } catch (error) {
      if (!(error instanceof Diagnosis)) throw error;
      await this.close(); // what failed once may be in any state: the next criterion gets a new server
      const diagnosis = error.message;
      const advice = adviceFor(diagnosis);
      return { ...known, state: "failed", diagnosis, advice, ...error.evidence, transcript };
    }
  }

  /** The server as it is, or a new one when it is gone. */
  async #serving(): Promise<Subject> {
    if (this.#subject?.program?.hasEnded) await this.close();
    this.#subject ??= await this.#newSubject();
    return this.#subject;
  }

  async #newSubject(): Promise<Subject> {
    const { folder, idle } = this.#settings;
    if (!("run" in this.#server)) return new Subject(this.#server, { folder });
    return new Subject(await start(this.#command(this.#server.run, idle), values(folder)), {
      folder,
    });
  }

  #command(run: readonly string[], idle: number | undefined): Command {
    const { folder, limits, environment, startIn } = this.#settings;
    const { words, port } = withPortAsked(run);
    const { transport } = this.#system;
    const common = { transport, usualPort: port ?? this.#system.port, limits, environment, idle };
    if (folder === undefined || asksFor(words, "folder"))
      return { ...common, words, folder: startIn };
    return { ...common, words: absolutePaths(words, startIn), folder: folder.path };
  }

  async #end(): Promise<void> {
    if ("run" in this.#server) await this.close();
    else this.#isGone = true;
  }
}

function values(folder: SharedFolder | undefined): Record<string, string> {
  return folder === undefined ? {} : { folder: folder.path };
}

function untried(
  { id, title, required, points }: Criterion,
  state: "not tried" | "left out",
  why: string,
): Outcome {
  return { id, title, required, points, state, diagnosis: why, transcript: [] };
}
