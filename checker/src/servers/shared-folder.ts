import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Random } from "../systems/random.js";

/**
 * The folder that a file server serves, with files of the sizes at which servers fail, and a secret that
 * lies outside. It is one of ours, which `dispose` removes, or a given one, which keeps all else in it.
 */
export class SharedFolder {
  readonly path: string;
  readonly #ours: string[] = [];
  readonly #outside: string;
  readonly #contents = new Map<string, Buffer>();

  private constructor(path: string, outside: string) {
    this.path = path;
    this.#outside = outside;
  }

  static async create(given?: string): Promise<SharedFolder> {
    const base = await mkdtemp(join(tmpdir(), "socketbook-check-"));
    const folder = new SharedFolder(given ?? join(base, "shared"), base);
    if (given === undefined) await mkdir(folder.path);
    await writeFile(folder.secretPath, secret);
    return folder;
  }

  /** The content of the file that lies outside; no client may ever see it. */
  get secret(): string {
    return secret;
  }

  get secretPath(): string {
    return join(this.#outside, "secret.txt");
  }

  /** The way to the secret from the folder, with as many `..` as it takes. */
  get wayOut(): string {
    return relative(this.path, this.secretPath).replaceAll("\\", "/");
  }

  /** Puts a file of `size` bytes there, of every value, with line ends in between; gives its content. */
  async file(name: string, size: number): Promise<Buffer> {
    const known = this.#contents.get(name);
    if (known !== undefined) return known;
    const random = new Random(name);
    const pattern = Buffer.concat([random.bytes(997), Buffer.from("\r\n\0\xff\n", "latin1")]);
    const content = Buffer.alloc(size, pattern);
    await writeFile(join(this.path, name), content);
    this.#ours.push(join(this.path, name));
    this.#contents.set(name, content);
    return content;
  }

  async subfolder(name: string): Promise<void> {
    const path = join(this.path, name);
    await mkdir(path, { recursive: true });
    this.#ours.push(path);
  }

  /** A link in the folder that leads to the secret; false where the system allows no links. */
  async linkOut(name: string): Promise<boolean> {
    const path = join(this.path, name);
    try {
      await rm(path, { force: true });
      await symlink(this.secretPath, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EPERM") return false;
      throw error;
    }
    this.#ours.push(path);
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const path of this.#ours) await rm(path, { recursive: true, force: true });
    await rm(this.#outside, { recursive: true, force: true });
  }
}

const secret = "This file lies outside the shared folder. Nobody may fetch it.\n";
