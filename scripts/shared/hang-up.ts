import { SHUT_WR, SocketError, type TcpSocket } from "socketbook";

const patience = { seconds: 1, bytes: 16 * 1024 * 1024 };

/**
 * Ends a connection so that the last answer arrives. Closing while bytes of the peer lie unread makes
 * the kernel send a reset, which can destroy an answer that is still on its way (RFC 1122, 4.2.2.13).
 * So this says "no more from me", reads on to the peer's end, for a bounded time and amount, and closes.
 */
export async function hangUp(connection: TcpSocket): Promise<void> {
  const deadline = AbortSignal.timeout(patience.seconds * 1000);
  try {
    await connection.shutdown(SHUT_WR);
    for (let read = 0; read < patience.bytes; ) {
      const chunk = await connection.recv(65536, { signal: deadline });
      if (chunk.length === 0) break;
      read += chunk.length;
    }
  } catch (error) {
    // The answer is out. A peer that resets or stays silent after it has nothing more to tell.
    if (!(error instanceof SocketError) && !deadline.aborted) throw error;
  } finally {
    await connection.close();
  }
}
