import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A program in a terminal window of its own: it has a pseudo-terminal, so it echoes, asks and stops on
 * Ctrl-C as it does for a person. `screen` is what the window shows, with plain line ends and without
 * the escape sequences that only move the cursor. Use it with `await using`: it closes its window.
 */
export class Terminal {
  screen = "";
  readonly exited: Promise<number>;
  readonly #window: ChildProcess;
  #onChange: () => void = () => undefined;

  constructor(command: readonly string[], options: { cwd?: string } = {}) {
    this.#window = spawn("python3", [`${folder}terminal.py`, ...command], {
      cwd: options.cwd ?? root,
      env: { ...process.env, TERM: "xterm", PYTHONUNBUFFERED: "1" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    let bytes = "";
    this.#window.stdout?.setEncoding("utf8").on("data", (text: string) => {
      bytes += text;
      this.screen = plain(bytes);
      this.#onChange();
    });
    this.exited = once(this.#window, "close").then(([status]) => {
      this.#onChange();
      return status as number;
    });
  }

  /** Resolves with the first match once the window shows it; fails with the window's content. */
  async shows(expected: RegExp | string, seconds = 30): Promise<RegExpMatchArray> {
    const pattern = typeof expected === "string" ? RegExp(literally(expected)) : expected;
    const timeout = AbortSignal.timeout(seconds * 1000);
    for (;;) {
      const match = this.screen.match(pattern);
      if (match !== null) return match;
      if (this.#window.exitCode !== null || this.#window.signalCode !== null || timeout.aborted) {
        throw new Error(`the terminal never showed ${pattern}; it shows:\n${this.screen}`);
      }
      await this.#change(timeout);
    }
  }

  /** Types a line and presses Enter. */
  type(line: string): void {
    this.#window.stdin?.write(`${line}\r`);
  }

  /** Presses Ctrl and a letter: C interrupts, D ends the input. */
  pressControl(letter: "C" | "D"): void {
    this.#window.stdin?.write(String.fromCharCode(letter.charCodeAt(0) - 64));
  }

  /** Closes the window, which hangs up on the program in it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#window.kill();
    await this.exited;
  }

  async #change(timeout: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onChange = resolve;
      timeout.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}

export type Language = "TypeScript" | "Python";

/** Every pair of server and client in which one side at least is ours. */
export const pairs: readonly (readonly [server: Language, client: Language])[] = [
  ["TypeScript", "TypeScript"],
  ["TypeScript", "Python"],
  ["Python", "TypeScript"],
];

/** A terminal that runs a program of scripts/, or the document's own program, with that port. */
export function start(language: Language, name: string, port: string | number): Terminal {
  if (language === "TypeScript") return typescript(name, "--port", String(port));
  return new Terminal(["python3", `${folder}python/${name.replaceAll("-", "_")}.py`, String(port)]);
}

/** A terminal that runs a program of scripts/. */
export function typescript(name: string, ...parameters: string[]): Terminal {
  return new Terminal(program(name, ...parameters));
}

/** The command that runs a program of scripts/, without the half second that npx takes. */
export function program(name: string, ...parameters: string[]): string[] {
  const tsx = import.meta.resolve("tsx");
  return [process.execPath, "--import", tsx, `${root}scripts/${name}.ts`, ...parameters];
}

/** The port that a server started with port 0 names. */
export async function portOf(server: Terminal): Promise<string> {
  const match = await server.shows(
    /(?:Listening on|receive from) port (\d+)\n|listen at: [^\n]*:(\d+)\n/,
  );
  return match[1] ?? match[2] ?? "";
}

function plain(bytes: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return bytes.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").replace(/\r+\n/g, "\n");
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
