type Listener = (reason: unknown, ...rest: unknown[]) => void;

const events = ["unhandledRejection", "uncaughtException"] as const;
const watchers = new Set<Listener>();
let others: Record<string, Listener[]> = {};

/**
 * Tells of failures in work that nobody waits for, such as a server's loop in the background, until
 * the function that it returns is called. Meanwhile they do not show raw under the cell. Resolves,
 * when that ends, once failures that are on their way have been told.
 */
export function watchBackground(tell: (error: unknown) => void): () => Promise<void> {
  if (watchers.size === 0) takeOver();
  watchers.add(tell);
  return async () => {
    for (let turn = 0; turn < 2; turn++) await new Promise((done) => setImmediate(done));
    watchers.delete(tell);
    if (watchers.size === 0) giveBack();
  };
}

function takeOver(): void {
  for (const event of events) {
    others[event] = process.listeners(event as "exit") as Listener[];
    process.removeAllListeners(event);
    process.on(event, hear);
  }
}

function giveBack(): void {
  for (const event of events) {
    process.off(event, hear);
    for (const other of others[event] ?? []) process.on(event, other);
  }
  others = {};
}

function hear(error: unknown): void {
  for (const tell of watchers) tell(error);
}
