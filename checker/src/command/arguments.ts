import { type ParseArgsConfig, parseArgs } from "node:util";
import { CommandError } from "../run/words.js";
import { type System, systemNamed, systems } from "../systems/index.js";

export const systemNames = systems.map(({ name }) => name).join(", ");

/** Reads a command line; what is wrong with it becomes a `CommandError`. */
export function readArguments<O extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: O,
): ReturnType<typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandError(error.message.split(". ")[0], { cause: error });
  }
}

export function systemOf(name: string | undefined): System {
  if (name === undefined) throw new CommandError(`name a system, one of ${systemNames}`);
  const system = systemNamed(name);
  if (system !== undefined) return system;
  throw new CommandError(`there is no system ${name}; choose one of ${systemNames}`);
}

/** A whole number from 1 on, or the usual one when none is given. */
export function count(text: string | undefined, usual: number, option: string): number {
  if (text === undefined) return usual;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new CommandError(`--${option} needs a whole number from 1 on, not ${JSON.stringify(text)}`);
}
