import { type SequenceOptions, sequenceText } from "socketbook";

/**
 * The sequence diagram in characters, without what differs from run to run: times and ports are gone,
 * and lanes are told apart by their number, counted from the left.
 */
export function seen(options: SequenceOptions = {}): { lanes: string[]; rows: string[] } {
  const [, names = "", addresses = "", ...lines] = sequenceText(options).split("\n");
  return { lanes: lanesOf(names, addresses), rows: lines.map(withoutTime) };
}

/** The rows only: `│ ● recv 5 bytes 'hello'` as `recv 5 bytes 'hello'`, arrows as `→` and `←`. */
export function told(options: SequenceOptions = {}): string[] {
  return seen(options).rows.map((row) =>
    row
      .replace(/[├│┃]?[─╌]+▶?(✗?)[│┃┤]?/g, "→$1")
      .replace(/◀→/g, "←")
      .replace(/✗→/g, "✗←")
      .replace(/[│┃◌●○ ]+/g, " ")
      .trim(),
  );
}

function lanesOf(names: string, addresses: string): string[] {
  const columns = [...names.matchAll(/\S+(?: \S+)*/g)];
  return columns.map((column, i) => {
    const address = addresses.slice(column.index, columns[i + 1]?.index).trim();
    return `${column[0]} ${address.replace(/:\d+$/, ":PORT")}`;
  });
}

function withoutTime(line: string): string {
  return line
    .slice(12)
    .replace(/, waited [\d.]+ m?s/, "")
    .replace(/((?:\d+\.){3}\d+:|\]:|localhost:)\d+/g, "$1PORT")
    .replace(/[ │┃]+$/, "");
}
