import type { Address } from "socketbook";

/** Shows one line, as Python's `print` does. What a peer sent cannot steer the terminal. */
export function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** Notes one line beside the transcript, on standard error. */
export function log(line: string): void {
  process.stderr.write(`${printable(line).replaceAll("\n", "\\n")}\n`);
}

const rooms = new Map<NodeJS.WriteStream, Promise<void>>();

/**
 * Resolves when what was printed has found room. Whoever asks before each message keeps no more in memory
 * than a terminal or a pipe takes that is read slowly; clients that send without end would fill it.
 */
export async function printed(): Promise<void> {
  for (const output of [process.stdout, process.stderr]) {
    if (output.writableNeedDrain) await roomIn(output);
  }
}

/** One wait for all who wait. */
function roomIn(output: NodeJS.WriteStream): Promise<void> {
  let room = rooms.get(output);
  room ??= new Promise((resolve) => {
    output.once("drain", () => {
      rooms.delete(output);
      resolve();
    });
  });
  rooms.set(output, room);
  return room;
}

/** An address the way Python prints it: `('127.0.0.1', 50770)`. */
export function tuple([host, port]: Address): string {
  return `('${host}', ${port})`;
}

function printable(text: string): string {
  // Shown as they are, a peer's escape sequences and marks of direction could rewrite the window.
  return text.replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (control) => {
    const code = control.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, "0")}`;
  });
}
