import { checkCommand } from "./command/check.js";
import { gradeCommand } from "./command/grade.js";
import { CommandError } from "./run/words.js";

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  check: checkCommand,
  grade: gradeCommand,
};

const help = `Usage: npx socketbook check SYSTEM …   checks a server or a client from outside
       npx socketbook grade FOLDER …   checks a folder of them, for a class

Each command tells its options with --help.
`;

/** The command `socketbook`: resolves with the exit status. */
export async function main([name = "--help", ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    process.stdout.write(help);
    return 0;
  }
  // What was started ends with this process (see run/program.ts), also after Ctrl-C.
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.once(signal, () => process.exit(status));
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw new CommandError(`there is no command ${name}\n\n${help}`);
    return await command(args);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`socketbook: ${error.message}\n`);
    return 2;
  }
}
