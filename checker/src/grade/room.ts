import { mkdir, mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { makesSandboxes, type Sandbox } from "../run/sandbox.js";
import { remove } from "./remove.js";
import { tsx } from "./tsx.js";

/**
 * Where the copies of a class lie while it is graded. A submission sees its own copy only: neither the
 * others', nor what they were copied from, nor the grades. Where the machine makes no sandboxes it sees
 * all that the teacher sees.
 */
export class Room {
  readonly #folder: string;
  readonly #hidden: readonly string[];
  /** Whether each submission gets a sandbox. */
  readonly hasSandboxes: boolean;
  /** What should be hidden and cannot be, because something lies in it that programs need. */
  readonly seen: readonly string[];

  private constructor(folder: string, hidden: readonly string[], seen: readonly string[]) {
    this.#folder = folder;
    this.#hidden = hidden;
    this.seen = seen;
    this.hasSandboxes = makesSandboxes(this.#sandboxOf(this.#copies));
  }

  static async open(hidden: readonly string[]): Promise<Room> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "socketbook-class-")));
    for (const inner of ["copies", "place"]) await mkdir(join(folder, inner));
    const needed = [folder, process.execPath, tsx().path];
    const seen = hidden.filter((path) => needed.some((need) => need === path || isIn(path, need)));
    const unseen = hidden.filter((path) => !seen.includes(path));
    // What lies in a hidden folder is not there any more.
    const outermost = unseen.filter((path) => !unseen.some((other) => isIn(other, path)));
    return new Room(folder, outermost, seen);
  }

  /** A new folder for a copy, and the sandbox that shows it. */
  async newCopy(): Promise<{ base: string; sandbox: Sandbox | undefined }> {
    const base = await mkdtemp(join(this.#copies, "submission-"));
    return { base, sandbox: this.hasSandboxes ? this.#sandboxOf(base) : undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await remove(this.#folder);
  }

  get #copies(): string {
    return join(this.#folder, "copies");
  }

  #sandboxOf(copy: string): Sandbox {
    return { copy, place: join(this.#folder, "place"), hidden: [this.#copies, ...this.#hidden] };
  }
}

function isIn(folder: string, path: string): boolean {
  return path !== folder && path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
