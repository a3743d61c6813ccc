import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../checker/src/systems/random.js";
import { Process } from "../scripts/process.js";
import { program } from "../scripts/terminal.js";
import { Finding, type Torture } from "./finding.js";
import { type Client, type Lie, liesFor, tell } from "./lies.js";

/** What the client's file must still hold after a transfer that failed. */
const before = "what was there before";

/**
 * Lets a server lie to a client in `count` ways, drawn from all that there are. The client must end by
 * itself, with the right status; when it fails, with one line that says so, and without a new file.
 */
export async function badPeers(client: Client, torture: Torture, count: number): Promise<string> {
  const lies = shuffled(liesFor(client), new Random(`${torture.seed} ${client.name}`));
  const told = lies.slice(0, count);
  for (const [index, lie] of told.entries()) {
    await lieTo(client, lie, torture);
    torture.progress(`client ${client.name}: ${index + 1} of ${told.length}`);
  }
  return `client ${client.name}: ${told.length} lies`;
}

/** One lie; throws a `Finding`. */
export async function lieTo(client: Client, lie: Lie, torture: Torture): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "socketbook-lies-"));
  writeFileSync(join(folder, "target"), before);
  const peer = await lying(lie);
  try {
    const place =
      client.name === "file"
        ? [`127.0.0.1:${peer.port}:file`, join(folder, "target")]
        : ["--host", "127.0.0.1", "--port", String(peer.port)];
    const patience = ["--timeout", String(torture.patience)];
    const command = program(client.script, ...place, ...patience, ...client.options);
    await using liedTo = new Process(command, { input: client.input });
    const ended = await Promise.race([liedTo.exited, tooLong(torture.release)]);
    const files = readdirSync(folder).join(", ");
    const kept = readFileSync(join(folder, "target"), "utf8");
    const { stdout: shown, stderr: notes } = liedTo;
    const how = { script: client.script, statuses: lie.statuses, status: ended, shown, notes };
    const fault = faultOfEnd(how) ?? faultOfFile(ended === 0, files, kept);
    if (fault === undefined) return;
    const replay = `--seed ${torture.seed} --part peers --only "${client.name}"`;
    throw new Finding(`client ${client.name}: ${fault}\nthe server sent ${toldOf(lie)}`, replay);
  } finally {
    await peer[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }
}

/** How a client ended: with which status, what it showed, and what it noted on standard error. */
export interface End {
  readonly script: string;
  readonly statuses: readonly number[];
  readonly status: number | null | "too long";
  readonly shown: string;
  readonly notes: string;
}

/** What a terminal obeys, and what turns the direction of a text. */
const steering = /(?![\t\n\u200c\u200d])[\p{C}\u2028\u2029]/u;

/** What is wrong with how a client ended. */
export function faultOfEnd({ script, statuses, status, shown, notes }: End): string | undefined {
  if (status === "too long") return "did not end";
  if (!statuses.includes(status ?? -1)) {
    return `ended with status ${status}, not ${statuses.join(" or ")}: ${notes.slice(0, 500)}`;
  }
  const order = steering.exec(shown + notes);
  if (order !== null) return `printed ${JSON.stringify(order[0])}, which a terminal obeys`;
  if (status === 0) return undefined;
  const isOneLine = RegExp(`^${script}: [^\\n]{5,400}\\n$`).test(notes);
  return isOneLine
    ? undefined
    : `did not fail with one clear line but with: ${notes.slice(0, 800)}`;
}

/** What is wrong with the folder of a client of files. */
function faultOfFile(succeeded: boolean, files: string, kept: string): string | undefined {
  if (files !== "target") return `left these files: ${files}`;
  if (succeeded || kept === before) return undefined;
  return `failed, and kept what had come: ${kept.slice(0, 200)}`;
}

async function lying(lie: Lie): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    tell(socket, lie);
    socket.resume();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Resolves when a client has had more time than any needs. */
export function tooLong(seconds: number): Promise<"too long"> {
  return new Promise((resolve) => {
    setTimeout(() => resolve("too long"), seconds * 1000).unref();
  });
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const left = [...list];
  return list.flatMap(() => left.splice(random.integer(0, left.length - 1), 1));
}

function toldOf({ bytes, ending }: Lie): string {
  const text = JSON.stringify(bytes.subarray(0, 80).toString("utf8"));
  return `${text} (${bytes.length} bytes), then ${ending}`;
}
