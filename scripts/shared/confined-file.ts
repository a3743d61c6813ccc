import { constants } from "node:fs";
import { type FileHandle, open, readlink, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep, win32 } from "node:path";

// Not followed: a link that took the file's place meanwhile. Not waited for: a pipe's writer.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
// macOS can refuse links in the whole path; Node has no name for its O_NOFOLLOW_ANY (sys/fcntl.h).
const noLinks = process.platform === "darwin" ? 0x20000000 : O_NOFOLLOW;
const openFlags = O_RDONLY | noLinks | O_NONBLOCK;

/** A request that gets no file. The message goes to the client: it tells nothing about the disk. */
export class Refusal extends Error {}

/**
 * Opens the file that `name` means below the folder `root`, for reading. What comes back is a regular
 * file inside `root`, also while somebody renames folders and turns them into links: it is opened first,
 * and what was opened is checked. Everything else throws a `Refusal`. The caller closes the handle.
 */
export async function openInside(
  root: string,
  name: string,
): Promise<{ file: FileHandle; size: number }> {
  checkName(name);
  try {
    const folder = await realpath(root);
    const path = await realpath(join(folder, name));
    if (!isInside(folder, path)) throw new Error(`${path} is outside`);
    const file = await open(path, openFlags);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new Error(`${path} is no regular file`);
      if (!(await leadsInside(folder, path, file))) throw new Error(`${path} was moved`);
      return { file, size: found.size };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EMFILE" || code === "ENFILE") {
      throw new Refusal("too many files are open here, try again later", { cause: error });
    }
    // One answer for all: "not allowed" or "is a folder" would tell what lies on the disk.
    throw new Refusal("no such file", { cause: error });
  }
}

/** What the name itself already tells; nothing on the disk has been looked at yet. */
function checkName(name: string): void {
  if (name === "") throw new Refusal("the name is empty");
  if (name.includes("\uFFFD")) throw new Refusal("the name is not valid UTF-8");
  if (name.includes("\0")) throw new Refusal("the name contains a NUL");
  if (isAbsolute(name) || win32.isAbsolute(name)) throw new Refusal("the name is an absolute path");
  if (name.split(/[/\\]/).includes("..")) throw new Refusal("the name contains ..");
  // On Windows a colon means a drive or a hidden stream of a file, and CON or COM1 means a device.
  const device = /^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i;
  if (
    sep === "\\" &&
    (name.includes(":") || name.split(/[/\\]/).some((part) => device.test(part)))
  ) {
    throw new Refusal("no such file");
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * A folder on the way may have become a link between `realpath` and `open`. Linux tells where an open
 * file really lies, and macOS has refused every link. Windows has neither: there the path is resolved
 * again and must still mean the same file inside, which leaves a moment to whoever may write in `root`.
 */
async function leadsInside(folder: string, path: string, file: FileHandle): Promise<boolean> {
  if (process.platform === "linux") {
    return isInside(folder, await readlink(`/proc/self/fd/${file.fd}`));
  }
  const again = await realpath(path);
  const [opened, there] = await Promise.all([
    file.stat({ bigint: true }),
    stat(again, { bigint: true }),
  ]);
  return isInside(folder, again) && opened.ino === there.ino && opened.dev === there.dev;
}
