import { constants, createWriteStream } from "node:fs";
import { lstat, mkdir, open, readdir, realpath, symlink } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { Diagnosis } from "../verdict/diagnosis.js";

const most = { entries: 50_000, bytes: 512 * 2 ** 20 };
const mostRemarks = 10;

// Not followed: a link that took the file's place meanwhile. Not waited for: a pipe's writer.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** What is wrong with a file or folder that was handed in, and not with the machine that copies it. */
// biome-ignore format: a list to look over
const theirs = [
  "EACCES", "EPERM", "ENOENT", "ELOOP", "ENAMETOOLONG", "ENOTDIR", "EISDIR", "EIO", "ENXIO", "EBUSY", "EINVAL",
];

/**
 * Copies what a student handed in. Only files, folders, and links that stay inside are copied, also while
 * somebody changes them: what else there is, or cannot be read, is left out and told in a remark. More
 * than any assignment needs is a `Diagnosis`. A full disk here is an error, as it is not the student's.
 */
export async function copyOf(source: string, target: string): Promise<string[]> {
  const copying = new Copying(await realpath(source), target);
  await copying.entry("");
  return copying.remarks;
}

class Copying {
  readonly #source: string;
  readonly #target: string;
  readonly #leftOut: string[] = [];
  #entries = 0;
  #bytes = 0;

  constructor(source: string, target: string) {
    this.#source = source;
    this.#target = target;
  }

  get remarks(): string[] {
    const more = this.#leftOut.length - mostRemarks;
    return [
      ...this.#leftOut.slice(0, mostRemarks),
      ...(more > 0 ? [`left out: ${more} more`] : []),
    ];
  }

  /** Copies one entry, named from the top; the top itself has no name. */
  async entry(name: string): Promise<void> {
    if (++this.#entries > most.entries) throw new Diagnosis("holds too many files");
    const from = join(this.#source, name);
    const to = join(this.#target, name);
    try {
      const found = await lstat(from);
      if (found.isFile()) await this.#file(from, to, found.mode);
      else if (found.isSymbolicLink()) await this.#link(name, from, to);
      else if (found.isDirectory()) await this.#folder(name, from, to);
      else this.#leaveOut(name, "is no file");
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (!theirs.includes(code)) throw error;
      this.#leaveOut(name, name.includes("\uFFFD") ? "its name is not UTF-8" : code);
    }
  }

  async #folder(name: string, from: string, to: string): Promise<void> {
    const names = await readdir(from);
    await mkdir(to, { recursive: name === "" });
    for (const inner of names) await this.entry(join(name, inner));
  }

  /** A file may grow while it is copied: no more of it is read than all of them may hold. */
  async #file(from: string, to: string, mode: number): Promise<void> {
    const file = await open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) return;
      if (found.size > most.bytes - this.#bytes) throw new Diagnosis("is too large");
      const reading = file.createReadStream({ end: most.bytes - this.#bytes, autoClose: false });
      const writing = createWriteStream(to, { flags: "wx", mode: (mode & 0o700) | 0o600 });
      await pipeline(reading, writing);
      this.#bytes += writing.bytesWritten;
    } finally {
      await file.close();
    }
    if (this.#bytes > most.bytes) throw new Diagnosis("is too large");
  }

  /** A link that leads out would lead to somebody else's files: the copy stands alone. */
  async #link(name: string, from: string, to: string): Promise<void> {
    const way = relative(this.#source, await realpath(from));
    if (way === ".." || way.startsWith(`..${sep}`))
      this.#leaveOut(name, "is a link that leads out");
    else await symlink(relative(dirname(to), join(this.#target, way)), to);
  }

  #leaveOut(name: string, why: string): void {
    this.#leftOut.push(`left out: ${name === "" ? "all" : name}: ${why}`);
  }
}
