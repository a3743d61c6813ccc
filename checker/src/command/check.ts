import { examineClient } from "../clients/check-client.js";
import { usualLimits } from "../run/limits.js";
import { CommandError, wordsOf } from "../run/words.js";
import { examineServer, type Server } from "../servers/check-server.js";
import { systemNamed } from "../systems/index.js";
import { outcomeText, summaryText } from "../verdict/report.js";
import type { Outcome } from "../verdict/result.js";
import { readArguments, systemNames, systemOf } from "./arguments.js";

export const checkHelp = `Checks a server or a client, in any language, from outside.

Usage: npx socketbook check SYSTEM --run "python3 server.py 7200"
       npx socketbook check SYSTEM --server HOST:PORT
       npx socketbook check SYSTEM --client "python3 client.py 7200"

SYSTEM is one of ${systemNames}.

  --run COMMAND     starts the server, waits until it listens, and ends it with all that it started.
                    It is started anew whenever it has ended or failed. Each start gets a free port of
                    its own, in place of {port} in the command, or of a number that is its last word.
                    A program that takes no port is looked for where it listens (Linux), else at the
                    port of its document.
  --server ADDRESS  checks a server that runs already. What ends the server is tried once.
  --client COMMAND  checks a client: it is started anew for each check, with a server of the check's
                    own at {port} or at the number that is the last word, else at the port of its
                    document, and text is typed for it. For file-transfer, SERVER:PORT:NAME and the name
                    to keep follow the command, unless it has {port}, {name} and {target} itself.
  --folder DIR      with --server, for file-transfer: the folder that the server serves. The check
                    puts files there, named socketbook-*, and removes them. With --run the folder is
                    one of the check's own: it takes the place of {folder} in the command; without
                    {folder} the program starts in it.
  --lines           a message is a line, ended by LF or CR LF (servers of uppercase, thanks, reverse-echo)
  --verbose         shows what was sent and received for the checks that pass as well
  --json            prints the result as JSON
  --help            shows this text

Required is what the documents' own programs do; recommended is what a careful server does besides.
The exit status is 0 when all that is required holds, 1 when something fails, 2 when the command is wrong.
`;

const options = {
  run: { type: "string" },
  server: { type: "string" },
  client: { type: "string" },
  folder: { type: "string" },
  lines: { type: "boolean" },
  verbose: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** The command `socketbook check`: resolves with the exit status. */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) {
    process.stdout.write(checkHelp);
    return 0;
  }
  const [named, ...more] = positionals;
  if (more.length > 0) throw new CommandError("name one system to check");
  const { name } = systemOf(named);
  const hasLines = systemNamed(name, { lines: true }) !== undefined;
  if (values.lines === true && (!hasLines || values.client !== undefined))
    throw new CommandError("--lines is for servers of uppercase, thanks and reverse-echo");

  const print = values.json === true ? ignore : (text: string) => process.stdout.write(`${text}\n`);
  const common = {
    limits: usualLimits,
    onOutcome: (outcome: Outcome) => {
      print(outcomeText(outcome));
      if (values.verbose === true && outcome.state === "passed")
        print(outcome.transcript.map((line) => `          ${line}`).join("\n"));
    },
  };
  const result =
    values.client === undefined
      ? await examineServer(name, serverOf(values, name), {
          ...common,
          folder: values.folder,
          lines: values.lines,
        })
      : await examineClient(name, clientOf(values.client, values), common);
  print(`\n${summaryText(result)}`);
  if (values.json === true) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  return result.passed ? 0 : 1;
}

function clientOf(command: string, { run, server }: { run?: string; server?: string }): string[] {
  if (run === undefined && server === undefined) return wordsOf(command);
  throw new CommandError("give only one of --run, --server and --client");
}

function serverOf(
  { run, server, folder }: { run?: string; server?: string; folder?: string },
  system: string,
): Server {
  if ((run === undefined) === (server === undefined))
    throw new CommandError("give one of --run COMMAND, --server HOST:PORT and --client COMMAND");
  if (run !== undefined) return { run: wordsOf(run) };
  if (system === "file-transfer" && folder === undefined)
    throw new CommandError("--server needs --folder here: the folder that the server serves");
  const parts = /^(?:\[(.+)\]|([^:]*)):(\d+)$/.exec(server ?? "");
  const port = Number(parts?.[3]);
  if (parts === null || port < 1 || port > 65535)
    throw new CommandError(`${JSON.stringify(server)} is not HOST:PORT`);
  return { host: parts[1] ?? (parts[2] || "127.0.0.1"), port };
}

function ignore(): void {
  // The result is printed as JSON, at the end.
}
