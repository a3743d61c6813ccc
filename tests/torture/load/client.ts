/** One of many clients of a server under load. */
export interface Client {
  /** The messages that it has sent, and those that were answered, in all its life. */
  readonly sent: number;
  readonly answered: number;
  readonly connected: Promise<unknown>;
  readonly closed: Promise<unknown>;
  talk(messages: number): void;
  leave(): void;
}

/** Whom a client tells what it sees. */
export interface Watcher {
  answered(): void;
  wrong(what: string): void;
}
