import { connect } from "node:net";
import { Finding, type Torture } from "./finding.js";
import { Server, seesProcesses } from "./server.js";
import { sharedFolder } from "./shared-folder.js";
import type { System } from "./systems.js";

const piece = Buffer.alloc(2 ** 20, "x");
const growth = 100; // MiB: far less than what is sent, and more than a full heap and the system's buffers

/**
 * Sends so many MiB without a line end to one server: on one connection as long as the server takes it,
 * then on the next. Its memory must stay bounded all the while, and an honest client must be served
 * afterwards. Resolves with what was sent and held; throws a `Finding`.
 */
export async function flood(system: System, torture: Torture, megabytes: number): Promise<string> {
  const shared = sharedFolder();
  const root = system.script === "file-server" ? ["--root", shared.root] : [];
  const options = [...system.options, ...root, "--timeout", String(torture.patience)];
  const found = (what: string) =>
    new Finding(`${system.name}: ${what}`, `--part flood --only "${system.name}"`);
  let highest = 0;
  let watch: NodeJS.Timeout | undefined;
  try {
    await using server = await Server.start(system.script, options);
    await honest(system, server.port);
    const before = seesProcesses ? server.memory() : 0;
    if (seesProcesses) {
      watch = setInterval(() => {
        if (server.lives) highest = Math.max(highest, server.memory());
      }, 20);
    }
    let connections = 0;
    for (let sent = 0; sent < megabytes * piece.length; connections++) {
      if (!server.lives) break;
      sent += await pour(server.port, megabytes * piece.length - sent);
      torture.progress(`${system.name}: ${sent >> 20} of ${megabytes} MiB`);
    }
    const got = await honest(system, server.port);
    if (!system.answer.test(got)) throw found(`after the flood an honest client got "${got}"`);
    if (highest > before + growth) {
      throw found(`held ${Math.round(highest)} MiB in the flood, ${Math.round(before)} before it`);
    }
    const held = seesProcesses ? `, ${Math.round(highest)} MiB held at most` : "";
    return `${system.name}: ${megabytes} MiB without a line end, ${connections} connections${held}`;
  } finally {
    clearInterval(watch);
    shared.remove();
  }
}

/** Sends until the server breaks off or all is sent; resolves with the number of bytes that it took. */
async function pour(port: number, most: number): Promise<number> {
  const socket = connect(port, "127.0.0.1");
  socket.resume();
  let taken = 0;
  const written = (error?: Error | null) => {
    if (!error) taken += piece.length;
    if (taken >= most) socket.resetAndDestroy();
  };
  const more = () => {
    while (socket.writable && socket.write(piece, written));
  };
  socket.on("connect", more).on("drain", more);
  return new Promise((resolve) => {
    socket.on("error", () => socket.destroy()); // the server may hang up whenever it likes
    socket.once("close", () => resolve(taken));
  });
}

async function honest(system: System, port: number): Promise<string> {
  return system.talk.honest(port, system.good).catch((error: Error) => error.message);
}
