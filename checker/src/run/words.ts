/** What a command of the checker could not be understood or done for, told to the person who typed it. */
export class CommandError extends Error {}

/** The words of a command line, split at spaces as a shell does; quotes keep a word together. */
export function wordsOf(command: string): string[] {
  const words: string[] = [];
  for (const [word] of command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
  }
  if (words.length === 0) throw new CommandError("the command of the program is empty");
  return words;
}

/** Puts values in place of `{port}`, `{folder}` and so on, wherever they stand in a word. */
export function fillIn(
  words: readonly string[],
  values: Readonly<Record<string, string | number>>,
): string[] {
  return words.map((word) =>
    word.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
  );
}

/** Whether `{name}` stands somewhere in the words. */
export function asksFor(words: readonly string[], name: string): boolean {
  return words.some((word) => word.includes(`{${name}}`));
}

/**
 * A command whose last word is a port, as in `python3 server.py 7200`, means `{port}` there: each start
 * gets a port of its own, because the last one may still be held. Returns that port beside the words.
 */
export function withPortAsked(words: readonly string[]): { words: string[]; port?: number } {
  const last = words.at(-1) ?? "";
  const port = Number(last);
  if (asksFor(words, "port") || !/^\d+$/.test(last) || port < 1 || port > 65535) {
    return { words: [...words] };
  }
  return { words: [...words.slice(0, -1), "{port}"], port };
}
