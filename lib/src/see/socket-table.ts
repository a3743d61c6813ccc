import type { TcpSocket } from "../tcp-socket.js";
import type { UdpSocket } from "../udp-socket.js";
import { show } from "./show.js";
import { readSystem } from "./system/read-system.js";
import { rowsOf, type SocketRow, type Wanted, wanted } from "./system/rows.js";
import { escaped } from "./xml.js";

const heads = [
  "kind",
  "state",
  "local",
  "remote",
  "recv-Q",
  "send-Q",
  "owner",
  "here",
  "unclaimed",
];
let tables = 0;

/** The sockets of this system at one moment. */
export class SocketTable {
  rows: readonly SocketRow[] = [];
  /** Why the system's own view is missing, where it is. */
  note: string | undefined;
  readonly #wanted: Wanted;
  readonly #displayId = `socketbook-sockets-${++tables}`;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  /** Looks again and gives the rows, without drawing them. */
  async look(): Promise<readonly SocketRow[]> {
    const { sockets, note } = await readSystem(wanted(this.#wanted));
    this.rows = rowsOf(sockets, this.#wanted);
    this.note = note;
    return this.rows;
  }

  /** Looks again and redraws the table in place. */
  async update(): Promise<void> {
    await this.look();
    const html = htmlOf(this.#title, this.rows, this.note);
    show({ html, text: String(this) }, { displayId: this.#displayId });
  }

  /** The table in characters. */
  toString(): string {
    return textOf(this.#title, this.rows, this.note);
  }

  get #title(): string {
    const { port, kind } = this.#wanted;
    const of = port === undefined ? "the ports of this program" : `port ${port}`;
    return `What the system sees of ${of}${kind === undefined ? "" : ` (${kind})`}`;
  }
}

/**
 * Shows the operating system's own list of sockets, beside what this library knows of them: those of
 * one port, at either end; those of a socket's port and kind; or all that this program has had a part
 * in. Resolves when it is shown. On Linux it is read from /proc, on macOS and Windows from `netstat`; where there is neither,
 * the library's own sockets are shown with a note. A listening socket's recv-Q is its accept queue;
 * Node takes connections from it at once, so they are counted as `unclaimed` until `accept`.
 *
 * @example
 * const table = await socketTable(12000);
 * await table.update(); // looks again, and redraws in place
 */
export async function socketTable(of?: number | TcpSocket | UdpSocket): Promise<SocketTable> {
  const isPort = typeof of === "number" || of === undefined;
  const table = new SocketTable(
    isPort ? { port: of, kind: undefined } : { port: of.label.local?.[1], kind: of.label.kind },
  );
  await table.update();
  return table;
}

/** Empty columns are left out: most systems do not tell everything. */
function cellsOf(rows: readonly SocketRow[]): { heads: string[]; lines: string[][] } {
  const lines = rows.map((row) => [
    row.kind,
    row.state,
    row.local,
    row.remote,
    numberOf(row.receiveQueue),
    numberOf(row.sendQueue),
    row.owner ?? "",
    row.library,
    numberOf(row.unclaimed),
  ]);
  const isUsed = heads.map((_, column) => lines.some((line) => line[column] !== ""));
  const used = (cells: readonly string[]) => cells.filter((_, column) => isUsed[column]);
  return { heads: used(heads), lines: lines.map(used) };
}

function numberOf(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}

function textOf(title: string, rows: readonly SocketRow[], note: string | undefined): string {
  const { heads, lines } = cellsOf(rows);
  const widths = heads.map((head, at) =>
    Math.max(head.length, ...lines.map((line) => line[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  const table = rows.length > 0 ? [line(heads), ...lines.map(line)] : ["(no socket)"];
  return [title, ...table, ...(note ? [`Note: ${note}.`] : [])].join("\n");
}

/** Without colours of its own: the page's are right in light and dark, and GitHub removes styles. */
function htmlOf(title: string, rows: readonly SocketRow[], note: string | undefined): string {
  const { heads, lines } = cellsOf(rows);
  const row = (tag: "th" | "td", cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag} align="left" style="text-align:left">${escaped(cell)}</${tag}>`).join("")}</tr>`;
  const table = [
    "<table><thead>",
    row("th", heads),
    "</thead><tbody>",
    ...lines.map((line) => row("td", line)),
    "</tbody></table>",
  ].join("");
  return [
    `<p><b>${escaped(title)}</b></p>`,
    rows.length > 0 ? table : "<p>no socket</p>",
    ...(note ? [`<p>Note: ${escaped(note)}.</p>`] : []),
  ].join("\n");
}
