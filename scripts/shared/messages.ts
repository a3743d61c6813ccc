import { encode, type TcpSocket } from "socketbook";
import { Failure } from "./options.js";
import { firstMessages, printed } from "./print.js";
import { wholeLines } from "./whole-lines.js";

/** The two calls of a conversation, each for one whole message. */
export interface Messages {
  recv(size: number): Promise<Uint8Array>;
  sendall(bytes: Uint8Array): Promise<void>;
}

/**
 * What a message is on this connection. As in the documents: what one `recv` returns, which may be
 * half of what was sent. With `lines`: a line, collected however it was split. A peer that leaves
 * instead of sending one is a `Failure`.
 */
export function messagesOn(connection: TcpSocket, { lines }: { lines: boolean }): Messages {
  return lines ? lineByLine(connection) : recvByRecv(connection);
}

function recvByRecv(connection: TcpSocket): Messages {
  let messages = 0;
  return {
    async recv(size) {
      await printed({ isFirst: ++messages <= firstMessages });
      const chunk = await connection.recv(size);
      if (chunk.length === 0) throw new Failure("the peer closed the connection without a message");
      return chunk;
    },
    async sendall(bytes) {
      if (bytes.length > 0) return connection.sendall(bytes);
      throw new Failure(
        "an empty message is no byte at all, so nobody could notice it; see --lines",
      );
    },
  };
}

const longestLine = 4096;

function lineByLine(connection: TcpSocket): Messages {
  const nextLine = wholeLines(connection, longestLine);
  return {
    recv: async () => encode(await nextLine()),
    sendall: (bytes) => connection.sendall(Buffer.concat([bytes, encode("\n")])),
  };
}
