import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";

/**
 * Removes a folder in which a program may have made what is hard to remove: folders too deep for a path,
 * and folders that nobody may enter. Resolves with whether it is gone.
 */
export async function remove(folder: string): Promise<boolean> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 2 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    if (process.platform === "win32") return false;
    // These two walk from folder to folder, and need no path from the top.
    spawnSync("chmod", ["-R", "u+rwX", folder], { stdio: "ignore" });
    spawnSync("rm", ["-rf", folder], { stdio: "ignore" });
  }
  return !existsSync(folder);
}
