import { parseArgs } from "node:util";

/** One option of a program: how it is written, what it means, and how its text becomes a value. */
export interface Option<T> {
  /** What stands for the value in the usage; a flag has none. */
  readonly placeholder?: string;
  readonly help: string;
  readonly initial: T;
  parse(text: string): T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

/** The command line is not of the form that the usage shows: exit status 2. */
export class UsageError extends Error {}

/** What was asked for cannot be done, in one sentence for the person who asked: exit status 1. */
export class Failure extends Error {}

export function text(initial: string, placeholder: string, help: string): Option<string> {
  return { placeholder, help, initial, parse: parseText };
}

export function flag(help: string, initial = false): Option<boolean> {
  return { help, initial, parse: (value) => value === "true" };
}

export function port(initial: number): Option<number> {
  return { placeholder: "PORT", help: `the port (${initial})`, initial, parse: parsePort };
}

export function seconds(initial: number, help: string): Option<number> {
  return { placeholder: "SECONDS", help: `${help} (${initial})`, initial, parse: parseSeconds };
}

/** A number that has no value until it is given. */
export function number(placeholder: string, help: string): Option<number | undefined> {
  return { placeholder, help, initial: undefined, parse: parseNumber };
}

export function parsePort(value: string): number {
  if (!/^[+-]?\d+$/.test(value)) throw new UsageError(`a port is a number, not "${value}"`);
  const number = Number(value);
  if (number >= 0 && number <= 65535) return number;
  throw new Failure(`port ${value} is out of range. Choose one from 1024 to 65535, or 0 for any.`);
}

function parseText(value: string): string {
  if (/[\r\n]/.test(value)) throw new UsageError("a value is one line");
  return value;
}

function parseSeconds(value: string): number {
  const number = Number(value);
  if (/^\d*\.?\d+$/.test(value) && number > 0 && number <= 1_000_000) return number;
  throw new UsageError(`a time is a number of seconds above 0, not "${value}"`);
}

function parseNumber(value: string): number {
  if (/^\d*\.?\d+$/.test(value)) return Number(value);
  throw new UsageError(`a number is 0 or more, not "${value}"`);
}

/** The usage that a program shows in its help and after a wrong command line. */
export function usage(name: string, positionals: readonly string[], options: Options): string {
  const rows = Object.entries(options).map(([option, { placeholder, help }]) => {
    return [
      placeholder === undefined ? `--${option}` : `--${option} ${placeholder}`,
      help,
    ] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `Usage: npx tsx scripts/${name}.ts ${[...positionals, "[options]"].join(" ")}`,
    "",
    ...[...rows, ["--help", "show this text"]].map(
      ([left = "", help]) => `  ${left.padEnd(width)}  ${help}`,
    ),
    "",
  ].join("\n");
}

/** Reads the command line: options anywhere, and the positional arguments that are left. */
export function readCommandLine<O extends Options>(
  options: O,
  commandLine: string[],
): { values: Values<O>; positionals: string[]; help: boolean } {
  const config = Object.entries(options).map(([name, option]) => {
    return [name, { type: option.placeholder === undefined ? "boolean" : "string" }] as const;
  });
  const { values: given, positionals } = parse(commandLine, Object.fromEntries(config));
  const values = Object.entries(options).map(([name, option]) => {
    const value = given[name];
    return [name, value === undefined ? option.initial : option.parse(String(value))];
  });
  return { values: Object.fromEntries(values), positionals, help: given.help === true };
}

function parse(
  args: string[],
  options: Record<string, { type: "boolean" | "string" }>,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({
      args,
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
      allowNegative: true,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message.split(". ")[0], { cause: error });
  }
}
