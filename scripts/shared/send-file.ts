import type { FileHandle } from "node:fs/promises";
import type { TcpSocket } from "socketbook";
import { Failure } from "./options.js";

const blockSize = 1024;
let sending = 0;

/** A few transfers read in large pieces. Thousands together take little memory, however slow they are. */
function pieceLength(): number {
  if (sending <= 4) return 512 * blockSize;
  return (sending <= 64 ? 16 : 1) * blockSize;
}

/** Sends `size` bytes of a file in blocks of 1024, while the next piece of the file is being read. */
export async function sendFile(
  connection: TcpSocket,
  file: FileHandle,
  size: number,
): Promise<void> {
  let sent = 0;
  sending++;
  try {
    for await (const piece of readAhead(file, size, pieceLength())) {
      for (let start = 0; start < piece.length; start += blockSize) {
        await connection.sendall(piece.subarray(start, start + blockSize));
      }
      sent += piece.length;
    }
  } finally {
    sending--;
  }
  if (sent < size)
    throw new Failure(`the file shrank to ${sent} of ${size} bytes while it was sent`);
}

/** The first `size` bytes of a file in large pieces, each read while the one before it is in use. */
async function* readAhead(
  file: FileHandle,
  size: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  let [current, spare] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
  const read = (into: Buffer, from: number) =>
    file.read(into, 0, Math.min(length, size - from), from);

  let reading = read(current, 0);
  for (let position = 0; position < size; ) {
    const { bytesRead } = await reading;
    if (bytesRead === 0) return;
    const piece = current.subarray(0, bytesRead);
    position += bytesRead;
    [current, spare] = [spare, current];
    reading = read(current, position);
    reading.catch(ignore); // it is awaited in the next round, perhaps only after it has failed
    yield piece;
  }
}

function ignore(): void {
  // Whoever awaits the same promise gets the failure.
}
