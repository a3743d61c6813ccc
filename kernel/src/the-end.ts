/** How the process ends with everything it started, whatever the cells are doing at that moment. */

export interface Children {
  readonly pids: readonly number[];
  /** Whether there has been a child at all: those may have left children of their own. */
  readonly any: boolean;
}

/** Children get this long to end by themselves. */
const GRACE_MS = 400;

/**
 * Ends the process from the thread of the channels: asks the children, waits a moment, then ends
 * all by force. A front end starts a kernel as leader of a process group, so that also takes the
 * children of the children; a kernel that leads none ends those it knows.
 */
export async function endProcess(children: () => Children, askToExit: () => void): Promise<void> {
  for (const pid of children().pids) kill(pid, "SIGTERM");
  const deadline = Date.now() + GRACE_MS;
  while (children().pids.some(isAlive) && Date.now() < deadline) await pause(10);
  const { pids, any } = children();
  for (const pid of pids) kill(pid, "SIGKILL");
  if (any && process.platform !== "win32") kill(-process.pid, "SIGKILL");
  askToExit();
  await pause(GRACE_MS); // Still here: a cell blocks the thread that was asked.
  kill(process.pid, "SIGKILL");
}

/** Ends the kernel when the process that started it is gone: its front end cannot come back. */
export function watchParent(end: () => void): void {
  const parent = process.ppid;
  const gone =
    process.platform === "win32" ? () => !isAlive(parent) : () => process.ppid !== parent;
  const timer = setInterval(() => {
    if (!gone()) return;
    clearInterval(timer);
    end();
  }, 500);
}

function isAlive(pid: number): boolean {
  return kill(pid, 0);
}

/** Whether the signal could be sent; not when the process has ended meanwhile. */
function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
