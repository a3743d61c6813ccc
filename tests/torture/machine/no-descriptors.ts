import { existsSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { setTimeout as passed } from "node:timers/promises";
import { connected } from "../../scripts/raw-client.js";
import { Finding, type Torture } from "../finding.js";
import { Server } from "../server.js";
import { sharedFolder } from "../shared-folder.js";
import type { System } from "../systems.js";

const longWait = 3600; // seconds: no client here is too slow
const clearError = /\(EMFILE\)\. [A-Z]/;

/** Why a limit for descriptors cannot be tried here; undefined where it can. */
export const whyNoLimit =
  process.platform === "win32"
    ? "Windows sets no limit to the descriptors of a process"
    : undefined;

/** Whether the system tells how much a process wants to run. */
export const seesWishes = existsSync("/proc/self/schedstat");

/**
 * More clients come to a server than it may have descriptors. It must say so, go on with those it has
 * without using up the processor, and serve new ones once the others have left. Throws a `Finding`.
 */
export async function noDescriptors(system: System, torture: Torture, limit = 96): Promise<string> {
  const shared = sharedFolder();
  const sockets: Socket[] = [];
  const found = (what: string) =>
    new Finding(
      `${system.name}: with ${limit} descriptors ${what}`,
      `--part machine --only "descriptors ${system.name}"`,
    );
  try {
    const root = system.script === "file-server" ? ["--root", shared.root] : [];
    const options = [...system.options, ...root, "--timeout", String(longWait)];
    await using server = await Server.start(system.script, options, "", {
      host: "127.0.0.1",
      command: (line) => ["sh", "-c", `ulimit -n ${limit}; exec "$@"`, "sh", ...line],
    });
    for (let count = 0; count < limit; count++) sockets.push(await connected(server.port));
    const lost = await until(torture, () => sockets.some(({ destroyed }) => destroyed));
    if (!lost) throw found("no client was turned away, though more came than there was room for");

    const [first] = sockets;
    const got = first === undefined ? "" : await answerTo(first, system.good, torture);
    if (!system.answer.test(got)) throw found(`the first client got "${got}"`);
    if (!(await until(torture, () => clearError.test(server.notes)))) {
      throw found(`clients were turned away without a word: ${server.notes.slice(-300)}`);
    }
    if (seesWishes && (await isBusy(server))) throw found("the server keeps the processor busy");

    for (const socket of sockets) socket.destroy();
    let last = "";
    const isServed = async () => {
      if (!server.lives) return true; // which is told below
      last = await honest(system, server.port);
      return system.answer.test(last);
    };
    if (!(await until(torture, isServed))) throw found(`later an honest client got "${last}"`);
    if (!server.lives) await server.exited;
    if (!server.lives) throw found(`the server ended with status ${server.status}`);
    const mistake = server.mistake();
    if (mistake !== undefined) throw found(`a mistake in the server: ${mistake}`);
    return `${system.name}: ${limit} clients with ${limit} descriptors`;
  } finally {
    for (const socket of sockets) socket.destroy();
    shared.remove();
  }
}

async function answerTo(socket: Socket, request: string, { release }: Torture): Promise<string> {
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += String(chunk);
  });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  if (!socket.destroyed) {
    socket.end(request);
    await Promise.race([closed, passed(release * 1000, undefined, { ref: false })]);
  }
  return answer;
}

/** Whether something comes true in time. The system tells nobody when another process gets there. */
async function until({ release }: Torture, isTrue: () => boolean | Promise<boolean>) {
  const deadline = performance.now() + release * 1000;
  while (!(await isTrue())) {
    if (performance.now() > deadline) return false;
    await passed(20);
  }
  return true;
}

/** A server that waits wants no processor: one quiet moment among these shows that it can wait. */
async function isBusy(server: Server): Promise<boolean> {
  for (let look = 0; look < 10; look++) {
    const [before, start] = [wanted(server), performance.now()];
    await passed(400);
    // Little, as the wait for a processor is counted only when it is over.
    if (wanted(server) - before < (performance.now() - start) / 10) return false;
  }
  return true;
}

/** For how many milliseconds a process has run, or has waited for a processor that others had. */
function wanted({ pid }: Server): number {
  try {
    const [run, wait] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ").map(Number);
    return ((run ?? 0) + (wait ?? 0)) / 1e6;
  } catch {
    return 0; // it has ended, which is found below
  }
}

async function honest(system: System, port: number): Promise<string> {
  return system.talk.honest(port, system.good).catch((error: Error) => error.message);
}
