import { posix } from "node:path";
import type { Tree } from "../content/tree.js";

/** One call that `socketbook` offers, as its source documents it. */
export interface Documented {
  /** `socket`, or `TcpSocket.accept`. */
  readonly name: string;
  /** Its declarations, one for each overload, without what makes them public. */
  readonly signatures: readonly string[];
  /** The sentences of its comment. */
  readonly sentences: readonly string[];
}

const front = "lib/src/index.ts";
const comment = String.raw`\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n`;

/** Every function that the front door exports, and every method of its classes, in its order. */
export function documentedCalls(tree: Tree): Documented[] {
  const calls = callsInOrder(tree);
  return calls.filter(({ name }, at) => calls.findIndex((one) => one.name === name) === at);
}

function callsInOrder(tree: Tree): Documented[] {
  const exported = [
    ...tree.text(front).matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]*)";/gm),
  ];
  return exported.flatMap(([, names = "", file = ""]) => {
    const path = posix.join("lib/src", file.replace(/\.js$/, ".ts"));
    return names
      .split(",")
      .map((name) => name.replace("type", "").trim())
      .filter((name) => name !== "")
      .flatMap((name) => [
        ...functionOf(tree, path, name),
        ...classOf(tree, path, name),
        ...methodsOf(tree, path, name),
      ]);
  });
}

/** The names of the constants that the front door exports. */
export function exportedConstants(tree: Tree): string[] {
  const names = /\{([^}]*)\} from "\.\/constants\.js"/.exec(tree.text(front))?.[1] ?? "";
  return names.match(/\w+/g) ?? [];
}

function functionOf(tree: Tree, path: string, name: string): Documented[] {
  const declared = `((?:export (?:async )?function ${name}\\([\\s\\S]*?[;{]\\n)+)`;
  const found = new RegExp(`^${comment}${declared}`, "m").exec(tree.text(path));
  if (!found) return [];
  const all = (found[2] ?? "").split(/(?<=[;{])\n/).filter((line) => line !== "");
  const overloads = all.filter((line) => line.endsWith(";"));
  const signatures = (overloads.length > 0 ? overloads : all).map(plain);
  return [{ name, signatures, sentences: sentencesOf(found[1] ?? "") }];
}

/** A class that is made with `new`; sockets are made by a function. */
function classOf(tree: Tree, path: string, name: string): Documented[] {
  const isMade = !new RegExp(`\\btype (?:\\{ )?${name}\\b`).test(tree.text(front));
  const found = new RegExp(`^${comment}export class ${name}\\b`, "m").exec(tree.text(path));
  if (!found || !isMade) return [];
  return [{ name, signatures: [`class ${name}`], sentences: sentencesOf(found[1] ?? "") }];
}

/** Public methods with a comment, its base class's before its own. */
function methodsOf(tree: Tree, path: string, name: string): Documented[] {
  const text = tree.text(path);
  const body = new RegExp(`^export (?:abstract )?class ${name}\\b([^{]*)\\{(.*?)^\\}`, "ms").exec(
    text,
  );
  if (!body) return [];
  const base = /extends (\w+)/.exec(body[1] ?? "")?.[1];
  const from = new RegExp(`import \\{[^}]*\\b${base}\\b[^}]*\\} from "(.*)\\.js"`).exec(text)?.[1];
  const inherited = from
    ? methodsOf(tree, posix.join(posix.dirname(path), `${from}.ts`), base ?? "")
    : [];
  const declared = String.raw`((?:async |get )?\*?(?:(?!toString)\w+|\[Symbol\.\w+\])\([\s\S]*?) \{\n`;
  const method = new RegExp(`^ {2}${comment} {2}${declared}`, "gm");
  const own = [...(body[2] ?? "").matchAll(method)].map(([, said = "", head = ""]) => ({
    name: `${name}.${nameOf(head)}`,
    signatures: [plain(head)],
    sentences: sentencesOf(said),
  }));
  return [...inherited, ...own];
}

function nameOf(declared: string): string {
  const name = /(\[Symbol\.\w+\]|\w+)\(/.exec(declared)?.[1] ?? declared;
  if (name === "[Symbol.asyncIterator]") return "for await";
  return name === "[Symbol.asyncDispose]" ? "await using" : name;
}

/** In one line, without the words in front of the name. */
function plain(declared: string): string {
  return declared
    .replace(/\s+/g, " ")
    .replace(/^get (\w+)\(\)/, "$1")
    .replace(/^(?:export |async |function )+\*?/, "")
    .replace(/ ?[;{] ?$/, "")
    .replace(/\( /g, "(")
    .replace(/,? \)/g, ")")
    .trim();
}

function sentencesOf(said: string): string[] {
  const [text = ""] = said.replace(/^\s*\* ?/gm, "").split(/^@example/m);
  return text
    .trim()
    .replace(/\s+/g, " ")
    .split(/(?<=\.) (?=[A-Z`])/)
    .filter((sentence) => sentence !== "");
}
