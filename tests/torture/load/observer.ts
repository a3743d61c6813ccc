/**
 * Loaded into a server before its program: tells the parent process what the server holds, each time it
 * asks. What nobody uses any more is collected first, so that what is counted is what is really held.
 */
import { readdirSync } from "node:fs";
import { Socket } from "node:net";
import { queryObjects } from "node:v8";
import { openSockets } from "socketbook";
import type { Holdings, Question } from "./orders.js";

// Node has no name for the class of its timers.
const Timer = setTimeout(() => undefined).constructor;

async function holdings(): Promise<Holdings> {
  // What a collection ends, such as a timer of a signal that nobody holds, goes with the next one.
  for (let time = 0; time < 2; time++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { rss, heapUsed: heap } = process.memoryUsage();
  const count = (kind: unknown) =>
    queryObjects(kind as never, { format: "count" }) as unknown as number;
  return {
    bytes: { rss, heap },
    things: {
      "sockets of the library": openSockets().length,
      "objects: sockets of Node": count(Socket),
      "objects: timers": count(Timer),
      "objects: signals": count(AbortSignal),
      listeners: [process, process.stdout, process.stderr].flatMap(listeners).length,
      descriptors: process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0,
      "active resources": process.getActiveResourcesInfo().length,
    },
  };
}

function listeners(emitter: NodeJS.EventEmitter): unknown[] {
  return emitter.eventNames().flatMap((name) => emitter.listeners(name));
}

process.on("message", (question: Question) => {
  if (question.of === "sockets") process.send?.(openSockets().length);
  else void holdings().then((held) => process.send?.(held));
});
process.on("disconnect", () => process.exit());
