import type { Address } from "socketbook";

/** Shows one line, as Python's `print` does. What a peer sent cannot steer the terminal. */
export function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** Notes one line beside the transcript, on standard error. */
export function log(line: string): void {
  process.stderr.write(`${printable(line).replaceAll("\n", "\\n")}\n`);
}

/** Those whose readers are waited for. */
let outputs = [process.stdout, process.stderr];
const most = 4 * 1024 * 1024; // bytes that may wait for a terminal or a pipe that is read slowly
/** So many messages of a client are its first ones. */
export const firstMessages = 2;
const waiting: (() => void)[] = [];

/**
 * Resolves when what was printed has found room, for one after another of those who ask. Whoever asks
 * before each message piles up little in memory. The first messages of a client, as `isFirst` says, need
 * room only when very much has piled up: so one that has little to say does not wait for those who flood.
 */
export async function printed({ isFirst }: { isFirst: boolean }): Promise<void> {
  if (isFirst && outputs.every(({ writableLength }) => !(writableLength > most))) return;
  if (waiting.length === 0 && !fullOutput()) return;
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) admit();
  });
}

/** Lets the next one go on, who then prints, and looks again. */
function admit(): void {
  const full = fullOutput();
  if (full) {
    full.once("drain", admit);
    return;
  }
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(admit);
}

function fullOutput(): NodeJS.WriteStream | undefined {
  return outputs.find(({ writableNeedDrain }) => writableNeedDrain);
}

/** From now on nobody waits for this output: it has failed, or the program stops. */
export function waitNoMoreFor(output: NodeJS.WriteStream): void {
  const isAwaited = output.listeners("drain").includes(admit);
  outputs = outputs.filter((other) => other !== output);
  if (!isAwaited) return;
  output.off("drain", admit);
  admit();
}

/** An address the way Python prints it: `('127.0.0.1', 50770)`. */
export function tuple([host, port]: Address): string {
  return `('${host}', ${port})`;
}

function printable(text: string): string {
  // Shown as they are, a peer's escape sequences and marks of direction could rewrite the window. Of
  // what is not seen, only the two joiners of letters and emoji stay.
  return text.replace(/(?![\t\n\u200c\u200d])[\p{C}\u2028\u2029]/gu, (unseen) => {
    const code = (unseen.codePointAt(0) ?? 0).toString(16);
    if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}
