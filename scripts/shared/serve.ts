import { type Address, SocketError, type TcpSocket } from "socketbook";
import { hangUp } from "./hang-up.js";
import { log, printed, tuple } from "./print.js";

export interface ServeOptions {
  /** Serve every client as it comes; otherwise one after another. */
  readonly concurrent: boolean;
  /** How many seconds a client may keep the server waiting. */
  readonly timeout: number;
  /** Aborted when the whole program stops. */
  readonly signal: AbortSignal;
  /** How many clients at most are served at once, where it is not what suits a program. */
  readonly crowd?: number;
}

/** What a conversation may ask of the server: to end after the last client, or to end at once. */
// biome-ignore lint/suspicious/noConfusingVoidType: most conversations ask nothing and return nothing
export type Wish = "end after the last client" | "end at once" | void;

export type Conversation = (connection: TcpSocket, address: Address) => Promise<Wish>;

/**
 * So many clients at most are served at once; the next ones wait in the queue of `listen`. It is far more
 * than a class: ten thousand clients that say nothing must not keep an honest one waiting. Each of them
 * takes about 12 KiB.
 */
const most = 12_000;

/**
 * The loop of every TCP server here: accepts, holds the conversation, hangs up, goes on. A conversation
 * that fails is logged in one line and ends; the server goes on. Resolves, with everything closed, once
 * a conversation asks for the end. Throws the signal's reason when the program stops.
 */
export async function serve(
  serverSocket: TcpSocket,
  { concurrent, timeout, signal, crowd = most }: ServeOptions,
  converse: Conversation,
): Promise<void> {
  const connections = new Set<TcpSocket>();
  const conversations = new Set<Promise<void>>();
  let left: () => void = () => undefined; // called when a client has left

  async function attend(connection: TcpSocket, address: Address): Promise<void> {
    connections.add(connection);
    try {
      connection.settimeout(timeout);
      const wish = await converse(connection, address);
      if (wish !== undefined) await serverSocket.close();
      if (wish === "end at once") await closeAll(connections);
      else await hangUp(connection);
    } catch (error) {
      const isCutOff = signal.aborted || !connections.has(connection);
      if (!isCutOff) log(`${tuple(address)}: ${reason(error, timeout)}`);
    } finally {
      connections.delete(connection);
      await connection.close();
    }
  }

  for await (const [connection, address] of clientsOf(serverSocket)) {
    const conversation = attend(connection, address);
    conversations.add(conversation);
    void conversation.then(() => {
      conversations.delete(conversation);
      left();
    });
    if (!concurrent) await conversation;
    // Not Promise.race: each would leave a note with every client that stays.
    while (conversations.size >= crowd) await new Promise<void>((resolve) => (left = resolve));
    await printed({ isFirst: true });
  }
  await Promise.all(conversations);
  signal.throwIfAborted();
}

/** Everyone who connects, until the listening socket is closed. */
async function* clientsOf(serverSocket: TcpSocket): AsyncGenerator<[TcpSocket, Address]> {
  for (;;) {
    try {
      yield await serverSocket.accept();
    } catch (error) {
      if (!(error instanceof SocketError) || error.code === "EINVAL") throw error;
      if (error.code === "EBADF") return;
      log(error.message); // too many open files, for example: that client is lost, not the server
    }
  }
}

/** Closes them all: whatever waits on one of them fails at once, and that is no news to log. */
async function closeAll(connections: Set<TcpSocket>): Promise<void> {
  const open = [...connections];
  connections.clear();
  await Promise.all(open.map((connection) => connection.close()));
}

function reason(error: unknown, timeout: number): string {
  // With a cause it is the system that gave the connection up, after a time of its own.
  const isLate = error instanceof SocketError && error.code === "ETIMEDOUT" && !error.cause;
  // A relay connects too: then it is not the client that was late.
  if (isLate && error.syscall !== "connect") {
    return `${error.syscall === "recv" ? "said" : "took"} nothing for ${timeout} seconds`;
  }
  return error instanceof Error ? error.message : String(error);
}
