import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Random } from "../../checker/src/systems/random.js";
import { collect } from "../scripts/raw-client.js";

/** How a client goes: says that it is done, breaks the connection off, or stays without a word. */
export type Ending = "end" | "reset" | "silence";

/** What one hostile client does: it sends these pieces, one by one, and then goes. */
export interface Attack {
  readonly pieces: readonly Buffer[];
  readonly ending: Ending;
}

/** What came of it. `broken` when the connection ended by a reset, which may have taken bytes with it. */
export interface Answer {
  readonly bytes: Buffer;
  readonly broken: boolean;
  readonly waited: boolean;
  readonly port: number;
}

/** How a peer talks to a server: as an attacker, and as a client that does as it should. */
export interface Talk {
  perform(port: number, attack: Attack, seconds: number): Promise<Answer>;
  honest(port: number, good: string): Promise<string>;
}

export const stream: Talk = { perform, honest };

async function honest(port: number, good: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(good);
  return String(await collect(socket));
}

/**
 * Holds one attack's conversation, and resolves when the connection is closed. A server in which nothing
 * happens for so many seconds has left its client waiting.
 */
async function perform(port: number, { pieces, ending }: Attack, seconds: number): Promise<Answer> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  const own = socket.localPort ?? 0;
  const chunks: Buffer[] = [];
  let broken = false;
  let waited = false;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => {
    broken = true; // a reset, by whichever side; whether the server lives is looked at elsewhere
  });
  socket.setTimeout(seconds * 1000, () => {
    waited = true;
    socket.destroy();
  });
  for (const piece of pieces) {
    if (socket.writable && piece.length > 0) await sent(socket, piece);
  }
  if (ending === "reset") socket.resetAndDestroy();
  if (ending === "end") socket.end();
  await closed;
  return { bytes: Buffer.concat(chunks), broken: broken || ending === "reset", waited, port: own };
}

/** The system has taken the bytes, or will not any more. */
async function sent(socket: Socket, piece: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.once("close", resolve);
    socket.write(piece, () => {
      socket.off("close", resolve);
      setImmediate(resolve); // a turn for the server, so that it may see a chunk of its own
    });
  });
}

/**
 * The attack number `index` on a system. The first ones go through a good request byte by byte: each
 * length of it, ended and broken off. Then come messages of the system's own grammar, cut anywhere.
 */
export function draw(random: Random, index: number, good: Buffer, message: Buffer): Attack {
  const sweep = 2 * (good.length + 1);
  if (index < sweep) {
    const ending = index % 2 === 0 ? "end" : "reset";
    return { pieces: [good.subarray(0, index >> 1)], ending };
  }
  const part = random.integer(1, 6) === 1;
  const bytes = part ? message.subarray(0, random.integer(0, message.length)) : message;
  return { pieces: cut(random, bytes), ending: random.integer(1, 4) === 1 ? "reset" : "end" };
}

function cut(random: Random, bytes: Buffer): Buffer[] {
  if (random.integer(1, 3) > 1) return [bytes];
  const pieces: Buffer[] = [];
  const most = random.integer(1, 3) === 1 ? 3 : Math.max(3, bytes.length);
  for (let start = 0; start < bytes.length && pieces.length < 20; ) {
    const end = pieces.length === 19 ? bytes.length : start + random.integer(1, most);
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}

/** An attack as a person can read it. */
export function told({ pieces, ending }: Attack): string {
  const shown = pieces.slice(0, 8).map((piece) => {
    const text = JSON.stringify(piece.subarray(0, 60).toString("latin1"));
    return piece.length > 60 ? `${text}… (${piece.length} bytes)` : text;
  });
  const rest = pieces.length > 8 ? `, and ${pieces.length - 8} more pieces` : "";
  return `[${shown.join(", ")}${rest}], then ${ending}`;
}
