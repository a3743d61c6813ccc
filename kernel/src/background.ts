import { AsyncLocalStorage } from "node:async_hooks";
import { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { current } from "./cell.js";

/** Work that Node or the system starts for a cell, kept with that cell and ended with the kernel. */

/**
 * An accepted connection comes from the system, so Node runs its events as the work of nobody. The
 * channel tells of it while the server's work runs: its events are made the work of that cell.
 */
export function keepConnectionsWithTheirServer(): void {
  subscribe("net.server.socket", (told) => {
    if (current() === undefined) return;
    const { socket } = told as { socket: Socket };
    const emit = socket.emit as (...event: unknown[]) => boolean;
    const asServer = AsyncLocalStorage.snapshot();
    socket.emit = (...event: unknown[]) => asServer(() => emit.apply(socket, event));
  });
}

interface SpawnOptions {
  stdio?: unknown;
}

type Spawn = (this: ChildProcess, options: SpawnOptions) => number;

/**
 * Reports every child process, and lets one that inherits the output of this process write to the
 * cell instead: the output of a kernel itself only reaches the log of the server.
 */
export function keepChildren(report: (pids: readonly number[], any: boolean) => void): void {
  const alive = new Set<number>();
  const prototype = ChildProcess.prototype as unknown as { spawn: Spawn };
  const spawn = prototype.spawn;
  prototype.spawn = function spawnForCell(options) {
    const { stdio, piped } = withoutInheritedOutput(options.stdio);
    const result = spawn.call(this, { ...options, stdio });
    for (const name of piped) this[name]?.pipe(process[name], { end: false });
    const { pid } = this;
    if (pid === undefined) return result;
    report([...alive.add(pid)], true);
    this.once("exit", () => {
      alive.delete(pid);
      report([...alive], true);
    });
    return result;
  };
}

const outputs = ["stdout", "stderr"] as const;

function withoutInheritedOutput(stdio: unknown) {
  const wanted: unknown[] = Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio];
  const piped = outputs.filter((name, index) => {
    const entry = wanted[index + 1];
    return entry === "inherit" || entry === index + 1 || entry === process[name];
  });
  for (const name of piped) wanted[outputs.indexOf(name) + 1] = "pipe";
  return { stdio: piped.length === 0 ? stdio : wanted, piped };
}
