import { StreamReader, type TcpSocket } from "socketbook";
import { Failure } from "./options.js";

/**
 * Reads lines from a peer that may be slow on purpose: a whole line has to come within the connection's
 * timeout, however it trickles in. A peer that leaves instead is a `Failure`.
 */
export function wholeLines(connection: TcpSocket, limit: number): () => Promise<string> {
  const reader = new StreamReader(connection, { limit });
  return async () => {
    const seconds = connection.gettimeout();
    const signal = seconds === null ? undefined : AbortSignal.timeout(seconds * 1000);
    try {
      const line = await reader.readLine({ signal });
      if (line !== null) return line;
    } catch (error) {
      if (signal?.aborted) throw new Failure(`sent no whole line within ${seconds} seconds`);
      throw error;
    }
    throw new Failure("closed the connection without a message");
  };
}
