import { StreamReader, type TcpSocket } from "socketbook";
import { Failure } from "./options.js";
import { firstMessages, printed } from "./print.js";

/**
 * Reads lines from a peer that may be slow on purpose: a whole line has to come within the connection's
 * timeout, however it trickles in. A peer that leaves instead is a `Failure`.
 */
export function wholeLines(connection: TcpSocket, limit: number): () => Promise<string> {
  const reader = new StreamReader(connection, { limit });
  let lines = 0;
  return async () => {
    await printed({ isFirst: ++lines <= firstMessages });
    const seconds = connection.gettimeout();
    let signal: AbortSignal | undefined;
    const limits = {
      // Asked for only when the line is not there yet: most lines of a crowd are, and need no timer.
      get signal() {
        if (seconds !== null) signal ??= AbortSignal.timeout(seconds * 1000);
        return signal;
      },
    };
    try {
      const line = await reader.readLine(limits);
      if (line !== null) return line;
    } catch (error) {
      if (signal?.aborted)
        throw new Failure(`the peer sent no whole line within ${seconds} seconds`);
      throw error;
    }
    throw new Failure("the peer closed the connection without a message");
  };
}
