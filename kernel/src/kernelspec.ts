import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("./main.js", import.meta.url));

/** How Node has to be started for a kernel. */
export const nodeOptions: readonly string[] = [
  "--disable-warning=ExperimentalWarning", // A cell may import modules; Node 20 warns of that.
  "--expose-internals", // See signals.ts.
];

/**
 * Writes the kernelspec below `prefix` and returns its folder. Its name is that of stock tslab, so
 * that a notebook opens under either. All paths are absolute: a front end starts kernels with any
 * PATH and in any folder.
 */
export function writeKernelspec(prefix: string): string {
  const folder = join(prefix, "share", "jupyter", "kernels", "tslab");
  const spec = {
    argv: [process.execPath, ...nodeOptions, launcher, "{connection_file}"],
    display_name: "TypeScript (Socketbook)",
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return folder;
}
