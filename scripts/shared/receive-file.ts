import { SocketError, type StreamReader } from "socketbook";
import { Failure } from "./options.js";
import type { PartialFile } from "./partial-file.js";

const pieceSize = 256 * 1024;
const patience = 2; // seconds

/** Writes exactly `size` bytes of what follows the status line; anything else is a `Failure`. */
export async function receiveFile(
  reader: StreamReader,
  file: PartialFile,
  size: number,
  progress: (received: number) => void,
): Promise<void> {
  progress(0);
  let writing = Promise.resolve();
  for (let received = 0; received < size; ) {
    const piece = await reader.read(Math.min(pieceSize, size - received));
    await writing; // one piece is written while the next one arrives
    if (piece.length === 0) {
      throw new Failure(`the file is incomplete: ${received} of ${size} bytes came`);
    }
    writing = file.write(piece);
    writing.catch(ignore); // it is awaited above or below, perhaps only after it has failed
    received += piece.length;
    progress(received);
  }
  await writing;
  if (await hasMore(reader))
    throw new Failure(`the server sent more than the ${size} bytes it announced`);
}

/** Whether anything follows. A server that just stays connected has sent what it announced. */
async function hasMore(reader: StreamReader): Promise<boolean> {
  const signal = AbortSignal.timeout(patience * 1000);
  try {
    return (await reader.read(1, { signal })).length > 0;
  } catch (error) {
    if (error instanceof SocketError || signal.aborted) return false;
    throw error;
  }
}

function ignore(): void {
  // Whoever awaits the same promise gets the failure.
}
