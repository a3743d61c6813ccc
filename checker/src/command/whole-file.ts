import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandError } from "../run/words.js";

/**
 * Writes the file whole or not at all: on a full disk, what was there stays. It takes the place of
 * whatever has its name, so that a link there is not followed. A failure is told to the person who gave
 * the command.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = join(dirname(path), `.${randomUUID()}.part`);
  try {
    await writeFile(part, text, { flag: "wx" });
    await rename(part, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EISDIR") throw error;
      await rm(path, { recursive: true });
      await rename(part, path);
    });
  } catch (error) {
    await rm(part, { force: true });
    throw new CommandError(`cannot write ${path}: ${(error as Error).message}`);
  }
}
