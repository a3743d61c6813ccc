import { execFile, spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { promisify } from "node:util";

const folder = join(import.meta.dirname, "bank");
const top = join(import.meta.dirname, "..", "..");
const tsx = import.meta.resolve("tsx");

/** One program of the bank, ready to run. */
export interface BankProgram {
  readonly name: string;
  readonly system: string;
  /** The diagnosis that it must get; a right one has none. */
  readonly diagnosis?: string;
  /** Whether it breaks only what is recommended. */
  readonly isRecommended: boolean;
  /** The words that start it, once it is prepared. */
  readonly words: readonly string[];
  /** Compiles it, when that is needed. */
  prepare(): Promise<void>;
}

export const hasCompiler = spawnSync("cc", ["--version"], { stdio: "ignore" }).status === 0;

/** The bank in a folder below the system's temporary one; `dispose` removes it. */
export class Bank {
  readonly #made = mkdtempSync(join(tmpdir(), "socketbook-bank-"));

  constructor() {
    copyFileSync(join(folder, "server.h"), join(this.#made, "server.h"));
    copyFileSync(join(folder, "clients", "client.h"), join(this.#made, "client.h"));
  }

  [Symbol.dispose](): void {
    rmSync(this.#made, { recursive: true, force: true });
  }

  /** The servers of one system that can run here. */
  servers(system: string): BankProgram[] {
    return this.#programs(system, system);
  }

  /** The clients of one system that can run here. */
  clients(system: string): BankProgram[] {
    return this.#programs(system, `clients/${system}`);
  }

  #programs(system: string, below: string): BankProgram[] {
    return readdirSync(join(folder, below))
      .sort()
      .map((file) => this.#program(system, `${below}/${file}`))
      .filter(({ words }) => hasCompiler || extname(words[0] ?? "") !== ".bin");
  }

  #program(system: string, name: string): BankProgram {
    const text = readFileSync(join(folder, name), "utf8");
    if (!name.endsWith(".variant")) {
      return { name, system, isRecommended: false, ...this.#runnable(name, text, extname(name)) };
    }
    const [verdict = "", base = "", ...changes] = text.trimEnd().split("\n");
    const [, recommended, diagnosis] = /^wrong(, recommended)?: (.+)$/.exec(verdict) ?? [];
    const of = /^of: (.+)$/.exec(base)?.[1];
    if (diagnosis === undefined || of === undefined) throw new Error(`${name} names no diagnosis`);
    const original = readFileSync(join(folder, dirname(name), of), "utf8");
    const changed = applied(original, changes, name);
    const isRecommended = recommended !== undefined;
    return {
      name,
      system,
      diagnosis,
      isRecommended,
      ...this.#runnable(name, changed, extname(of)),
    };
  }

  #runnable(name: string, text: string, extension: string): Pick<BankProgram, "words" | "prepare"> {
    const path = join(this.#made, name.replaceAll("/", "-"));
    if (extension === ".c") return compiled(text, path);
    const source = extension === ".ts" ? `${path}.mts` : `${path}.py`;
    writeFileSync(source, text);
    const start = extension === ".ts" ? [process.execPath, "--import", tsx] : ["python3"];
    const words = [...start, source, ...argumentsOf(name)];
    return { words, prepare: async () => undefined };
  }
}

/** A document's own Python program, as it is in the tests of the scripts. */
export function documentProgram(system: string, role: "server" | "client"): BankProgram {
  const file = `${system === "file-transfer" ? "file" : system.replace("-", "_")}_${role}.py`;
  const command = ["python3", join(top, "tests", "scripts", "python", file)];
  return {
    name: `document/${file}`,
    system,
    isRecommended: false,
    // The file client of the document takes more than a port; the checker knows how.
    words: file === "file_client.py" ? command : [...command, "{port}"],
    prepare: async () => undefined,
  };
}

function argumentsOf(name: string): string[] {
  return name.startsWith("clients/file-transfer/") ? [] : ["{port}"];
}

function compiled(text: string, path: string): Pick<BankProgram, "words" | "prepare"> {
  writeFileSync(`${path}.c`, text.replace('"../', '"./'));
  const prepare = async () => {
    await promisify(execFile)("cc", ["-O1", "-o", `${path}.bin`, `${path}.c`]);
  };
  return { words: [`${path}.bin`, "{port}"], prepare };
}

/** Puts the lines with `+` in place of the text in the lines with `-`, which must be there once. */
function applied(text: string, lines: readonly string[], name: string): string {
  const changes = lines.join("\n").match(/^-.*(?:\n-.*)*(?:\n\+.*)*/gm) ?? [];
  return changes.reduce((before, change) => {
    const part = (sign: string) =>
      change
        .split("\n")
        .filter((line) => line.startsWith(sign))
        .map((line) => line.slice(1))
        .join("\n");
    const pieces = before.split(part("-"));
    if (pieces.length !== 2)
      throw new Error(`${name}: ${part("-")} is there ${pieces.length - 1} times`);
    return pieces.join(part("+"));
  }, text);
}
