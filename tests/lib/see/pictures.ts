/** What the tests of pictures look through. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Notebook } from "socketbook";

type Shown = Readonly<Record<string, string>> & { readonly displayId?: string | undefined };

const key = Symbol.for("socketbook.notebook");

/** What a notebook would show of this work: everything that it displays meanwhile, by MIME type. */
export async function shownBy(work: () => unknown): Promise<Shown[]> {
  const shown: Shown[] = [];
  const notebook: Notebook = {
    currentCell: () => undefined,
    input: () => Promise.reject(new Error("nobody is asked here")),
    display: (data, { displayId } = {}) => void shown.push({ ...data, displayId } as Shown),
  };
  const holder = globalThis as { [key]?: Notebook };
  holder[key] = notebook;
  try {
    await work();
  } finally {
    delete holder[key];
  }
  return shown;
}

/** The texts of each document by element, as Python's XML parser reads them. It refuses what is no XML. */
export function readXml(...documents: (string | undefined)[]): Record<string, string[]>[] {
  const program = join(import.meta.dirname, "python", "read_xml.py");
  const python = process.platform === "win32" ? "python" : "python3";
  const input = JSON.stringify(documents.map((document) => document ?? ""));
  const answer = execFileSync(python, [program], { input, maxBuffer: 2 ** 28 });
  return JSON.parse(String(answer)) as Record<string, string[]>[];
}
