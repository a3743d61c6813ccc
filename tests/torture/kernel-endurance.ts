import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { environment } from "../../binder/places.mjs";
import { Finding, type Torture } from "./finding.js";

/** One thing that the kernel must endure; its program is the file of that name in kernel/. */
export interface KernelTrial {
  readonly name: string;
  readonly program: string;
  /** How much of it, in the short form and in the long one, and what that number counts. */
  readonly short: number;
  readonly long: number;
  readonly counts: string;
}

export const kernelTrials: readonly KernelTrial[] = [
  { name: "many cells", program: "thousand_cells", short: 100, long: 1000, counts: "cells" },
  { name: "much output", program: "much_output", short: 5, long: 100, counts: "megabytes" },
  { name: "a slow reader", program: "slow_reader", short: 1, long: 30, counts: "seconds" },
  { name: "interrupts", program: "interrupts", short: 3, long: 60, counts: "seconds" },
  { name: "restarts", program: "restart", short: 3, long: 60, counts: "restarts" },
  { name: "notebooks at once", program: "many_notebooks", short: 3, long: 10, counts: "notebooks" },
  { name: "a killed server", program: "parent_death", short: 2, long: 20, counts: "deaths" },
];

export interface Options {
  readonly size: number;
  /** One of samples/bad-kernel.mjs, in the place of a good kernel. */
  readonly fault?: string;
  /** How long a cell may say nothing, in seconds. */
  readonly patience?: number;
}

/**
 * Lets the kernel of the notebooks endure one trial, with the Python of the set-up as its front end.
 * Resolves with what was measured; rejects with a Finding when output was lost, stood under a wrong
 * cell, or when a process, a port or a file was left.
 */
export async function endure(
  { name, program }: KernelTrial,
  torture: Torture,
  { size, fault = "", patience = 60 }: Options,
): Promise<string> {
  const options = { size, seed: torture.seed, fault, patience };
  const line = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
  const script = join(import.meta.dirname, "kernel", "run.py");
  const run = spawn(environment().python, [script, program, ...line], {
    env: { ...process.env, SOCKETBOOK_NODE: process.execPath, PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => run.once("close", resolve));
  const said: string[] = [];
  createInterface({ input: run.stderr }).on("line", (told) => {
    said.push(told);
    torture.progress(`${name}: ${told}`);
  });
  const [told, code] = await Promise.all([text(run.stdout), ended]);
  if (code === 0) return `${name}: ${told.trimEnd()}`;
  const why = told === "" ? said.slice(-20).join("\n") : told.trimEnd();
  throw new Finding(
    `${name}: ${why}`,
    `--seed ${torture.seed} --part kernel --only "${name}" --inputs ${size}`,
  );
}
