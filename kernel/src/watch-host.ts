import type * as ts from "@tslab/typescript-for-tslab";
import { programOfCell } from "./program.js";
import { optionsOfCells } from "./rules.js";

/** `createWatchCompilerHost` of the compiler, as tslab calls it. */
export type MakeHost = (
  files: string[],
  options: ts.CompilerOptions,
  system: unknown,
  createProgram: unknown,
  ...rest: unknown[]
) => ts.WatchHost;

/** What tslab compiles through, with the rules and the programs of our cells. */
export function hostOfCells(compiler: typeof ts): MakeHost {
  const { createWatchCompilerHost } = compiler as unknown as { createWatchCompilerHost: MakeHost };
  return (files, options, system, _, ...rest) => {
    const ours = { ...options, ...optionsOfCells };
    const host = createWatchCompilerHost(files, ours, system, programOfCell(compiler), ...rest);
    leaveTimerToPrograms(host);
    return host;
  };
}

/**
 * tslab stands in for one timer, that of the next program, and fails for ever on a second one. That
 * comes when a file appears beside the notebook after an import found nothing: TypeScript wants to
 * look again a little later. It does so before each program anyway, so that timer need not run.
 */
function leaveTimerToPrograms(host: ts.WatchHost): void {
  const { setTimeout, clearTimeout } = host;
  const never = {};
  host.setTimeout = (callback, ...rest) =>
    callback.name === LOOK_AGAIN ? never : setTimeout?.(callback, ...rest);
  host.clearTimeout = (timer) => {
    if (timer !== never) clearTimeout?.(timer);
  };
}

const LOOK_AGAIN = "invalidateResolutionsOfFailedLookup";
