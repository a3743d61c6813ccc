import { stdin, stdout } from "node:process";
import { createInterface, type Interface } from "node:readline";

/** Nobody can be asked: standard input has ended. */
export class NoKeyboard extends Error {
  readonly code = "ENOINPUT";
}

/** The lines of a terminal or a pipe, one for each question. */
interface Keyboard {
  readonly lines: string[];
  readonly waiting: ((line: string | undefined) => void)[];
  readonly readline: Interface;
  ended: boolean;
}

let keyboard: Keyboard | undefined;

/**
 * Asks in the terminal, or takes the next line of a pipe. The process has one readline interface:
 * a second one would lose the lines that the first has read ahead. It keeps the process alive only
 * while a question waits.
 */
export async function askAtKeyboard(prompt: string, signal?: AbortSignal): Promise<string> {
  keyboard ??= open();
  stdout.write(prompt);
  const line =
    keyboard.lines.shift() ?? (keyboard.ended ? undefined : await next(keyboard, signal));
  if (line !== undefined) return line;
  throw new NoKeyboard(`nobody can answer ${JSON.stringify(prompt)}: the input has ended`);
}

function open(): Keyboard {
  const readline = createInterface({ input: stdin, terminal: false });
  const opened: Keyboard = { lines: [], waiting: [], readline, ended: false };
  readline.on("line", (line) => {
    const answer = opened.waiting.shift();
    if (answer) answer(line);
    else opened.lines.push(line);
  });
  readline.on("close", () => {
    opened.ended = true;
    for (const answer of opened.waiting.splice(0)) answer(undefined);
  });
  return opened;
}

function next(asked: Keyboard, signal?: AbortSignal): Promise<string | undefined> {
  const { waiting, readline } = asked;
  return new Promise((resolve, reject) => {
    const answer = (line: string | undefined) => {
      signal?.removeEventListener("abort", giveUp);
      if (waiting.length === 0) rest(asked);
      resolve(line);
    };
    const giveUp = () => {
      waiting.splice(waiting.indexOf(answer), 1);
      if (waiting.length === 0) rest(asked);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", giveUp, { once: true });
    waiting.push(answer);
    stdin.ref?.();
    readline.resume();
  });
}

/** A pipe that stays open keeps the process alive although it is paused; a file has no `unref`. */
function rest({ readline, ended }: Keyboard): void {
  // From Node 24 on, a closed interface throws when it is paused.
  if (!ended) readline.pause();
  stdin.unref?.();
}
