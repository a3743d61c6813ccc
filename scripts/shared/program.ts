import { basename } from "node:path";
import { closeAll, sequenceText } from "socketbook";
import { trace } from "./common-options.js";
import { diskReason } from "./disk-reason.js";
import { type Options, readCommandLine, UsageError, usage, type Values } from "./options.js";
import { log, waitNoMoreFor } from "./print.js";

export interface Description<O extends Options> {
  /** The first line of the help. For a server: where it listens, and what that means. */
  readonly about: string;
  /** The names of the positional arguments; all are needed. */
  readonly positionals?: readonly string[];
  readonly options: O;
}

export type Main<O extends Options> = (
  options: Values<O> & { readonly signal: AbortSignal },
  ...positionals: string[]
) => Promise<void>;

const name = basename(process.argv[1] ?? "", ".ts");
/** So many milliseconds does a program that was stopped wait for a reader of its last lines. */
const patience = 1000;

/**
 * Runs a program from its command line to its exit status: 0 when it is done, 1 after a failure that
 * one line tells, 2 after a wrong command line, 130 after Ctrl-C (143 and 129 after the other signals).
 * A signal closes every socket. `main` gets the options, and a signal for what waits on something else.
 * Every program knows `--trace`: when it ends, however it ends, it draws what its sockets did.
 */
export async function program<O extends Options>(
  description: Description<O>,
  main: Main<O>,
): Promise<void> {
  const isAllWritten = watchOutput();
  const stop = new AbortController();
  let closed: Promise<unknown> = Promise.resolve();
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.once(signal, () => {
      stop.abort(status);
      // Whatever waits on a socket fails, and nothing waits for a reader: so `main` comes to its end.
      closed = closeAll();
      for (const output of [process.stdout, process.stderr]) waitNoMoreFor(output);
    });
  }

  const wishes = { trace: false };
  let status = await statusOf(description, main, stop.signal, wishes);
  if (wishes.trace) {
    await closed;
    // On standard error, so that standard output stays what the program itself says.
    process.stderr.write(`\n${sequenceText({ title: `What the sockets of ${name} did` })}\n`);
  }
  if (stop.signal.aborted) {
    // A terminal shows ^C where the cursor was: the note begins a line of its own.
    process.stderr.write(
      `${process.stderr.isTTY ? "\n" : ""}${name}: stopped, everything is closed\n`,
    );
    status = Number(stop.signal.reason);
  }
  const leave = () => process.exit(status === 0 && !isAllWritten() ? 1 : status);
  // Standard output may be a pipe that still holds text; standard input may still wait for a key.
  // A failure of the output, too, is told a turn later.
  process.stdout.write("", () => setImmediate(leave));
  if (stop.signal.aborted) setTimeout(leave, patience); // nobody may ever read that text
}

/** What cannot be written to a full disk is lost; a server goes on, and writes again when there is room. */
function watchOutput(): () => boolean {
  let isAllWritten = true;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    const why = diskReason(error);
    if (why === undefined) process.exit(1); // nobody reads on, as in `program | head -1`
    if (isAllWritten) log(`${name}: cannot print: ${why}`);
    isAllWritten = false;
  });
  // The notes go nowhere then: there is no other place to tell it.
  process.stderr.on("error", () => waitNoMoreFor(process.stderr));
  return () => isAllWritten;
}

async function statusOf<O extends Options>(
  description: Description<O>,
  main: Main<O>,
  signal: AbortSignal,
  wishes: { trace: boolean },
): Promise<number> {
  const { about, positionals = [] } = description;
  const options = { ...description.options, trace };
  const help = `${about}\n\n${usage(name, positionals, options)}`;
  try {
    const line = readCommandLine(options, process.argv.slice(2));
    if (line.help) process.stdout.write(help);
    if (line.help) return 0;
    if (line.positionals.length !== positionals.length) {
      const given = line.positionals.length;
      throw new UsageError(`arguments needed: ${positionals.length}, given: ${given}`);
    }
    wishes.trace = line.values.trace === true;
    await main({ ...line.values, signal }, ...line.positionals);
    return 0;
  } catch (error) {
    if (signal.aborted) return 1;
    if (error instanceof UsageError) {
      process.stderr.write(`${name}: ${error.message}\n\n${usage(name, positionals, options)}`);
      return 2;
    }
    if (isMistake(error)) throw error;
    log(`${name}: ${(error as Error).message}`);
    return 1;
  }
}

/** A mistake in the program itself keeps its stack trace; every other failure is told in one line. */
function isMistake(error: unknown): boolean {
  const mistakes = [TypeError, RangeError, ReferenceError, SyntaxError];
  return !(error instanceof Error) || mistakes.some((mistake) => error instanceof mistake);
}
