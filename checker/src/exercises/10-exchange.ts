import { randomBytes } from "node:crypto";
import { AF_INET, SOCK_STREAM, socket, type TcpSocket } from "socketbook";
import type { Exercise } from "../exercise/exercise.js";
import { randomInteger } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Trial } from "../exercise/trial.js";

/** More than a system holds for a peer that does not read. */
const much = 2 ** 24;

/** Two sides run the learner's function at once: only one that reads while it sends gets through. */
export const exchangeAtOnce: Exercise = {
  id: "10.3",
  title: "Both at once",
  reread: "Deadlock",
  async check(trial, made) {
    const exchange = trial.function<[TcpSocket, Uint8Array], Uint8Array>(made);
    const some = () => randomInteger(1, 999);
    for (const counts of [
      [some(), some()],
      [much, some()],
      [some(), 0],
      [much + some(), much],
    ]) {
      const given = counts.map((count) => randomBytes(count));
      const sides = await bothEnds(trial);
      trial.attempt(
        `both ends exchange: one has ${counts[0]} bytes, the other one ${counts[1]}`,
        "each gives what the other one had, and closes its socket",
        "start the sending without await, and receive until the end; shutdown makes the end for the other one",
      );
      const started = sides.map((side, at) => trial.start(exchange, side, given[at] as Uint8Array));
      for (const [at, one] of started.entries()) {
        const [came, wanted] = [await trial.result(one), given[1 - at] as Uint8Array];
        const isSame = came instanceof Uint8Array && Buffer.compare(came, wanted) === 0;
        trial.expect(isSame, howItDiffers(came, wanted));
        const { label } = sides[at] as TcpSocket;
        trial.expect(label.state === "closed", `${label}`, "close the socket when all is done");
      }
    }
  },
};

function howItDiffers(came: unknown, wanted: Uint8Array): string {
  if (!(came instanceof Uint8Array)) return show(came);
  if (came.length === wanted.length) return `${came.length} bytes, but other ones`;
  return `${came.length} bytes in place of ${wanted.length}`;
}

async function bothEnds(trial: Trial): Promise<[TcpSocket, TcpSocket]> {
  const server = await trial.listening();
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(server.getsockname());
  const [connection] = await server.accept();
  await server.close();
  return [client, connection];
}
