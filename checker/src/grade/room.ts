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

  private constructor(folder: string, hidden: readonly string[]) {
    this.#folder = folder;
    this.#hidden = hidden;
    this.hasSandboxes = makesSandboxes(this.#sandboxOf(this.#copies));
  }

  static async open(hidden: readonly string[]): Promise<Room> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "socketbook-class-")));
    for (const inner of ["copies", "place"]) await mkdir(join(folder, inner));
    // What holds something that programs need cannot be hidden from them.
    const needed = [folder, process.execPath, tsx().path];
    return new Room(
      folder,
      hidden.filter((path) => !needed.some((need) => `${need}${sep}`.startsWith(path + sep))),
    );
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
