import { randomBytes } from "node:crypto";
import { type FileHandle, lstat, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { diskReason } from "./disk-reason.js";
import { Failure } from "./options.js";

/**
 * A file on its way in. It grows under a temporary name in the folder of `target`, so that `keep` can
 * give it its name in one step; until then an existing file of that name stays as it is. `discard`
 * removes it. (After a power cut it is the file system that decides: waiting for the disk would make a
 * large file several times slower.) A failure of the disk becomes a `Failure` that names the file and the reason.
 */
export class PartialFile {
  readonly #target: string;
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(target: string, path: string, file: FileHandle) {
    this.#target = target;
    this.#path = path;
    this.#file = file;
  }

  static async create(target: string): Promise<PartialFile> {
    return telling(target, async () => {
      const there = await lstat(target).catch(ignoreMissing);
      // Renaming over a device or a link would replace it, which nobody means.
      if (there !== undefined && !there.isFile())
        throw new Failure(`${target} is not a regular file`);
      const path = join(dirname(target), `.${randomBytes(6).toString("hex")}.part`);
      return new PartialFile(target, path, await open(path, "wx"));
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    await telling(this.#target, async () => {
      for (let done = 0; done < bytes.length; ) {
        done += (await this.#file.write(bytes, done)).bytesWritten;
      }
    });
  }

  async keep(): Promise<void> {
    await telling(this.#target, async () => {
      await this.#file.close();
      await rename(this.#path, this.#target);
    });
  }

  async discard(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}

async function telling<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error)) throw error;
    const reason = diskReason(error) ?? error.message;
    throw new Failure(`cannot write ${target}: ${reason}`, { cause: error });
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
