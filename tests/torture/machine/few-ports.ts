/**
 * Runs in a network of its own, where the system gives out a few ports only: `few-ports.ts PAIR SEED`, and
 * for a client on purpose bad its script and options. Uses the ports up, looks at what programs do then,
 * and frees them. Prints what is wrong, and nothing when all is well.
 */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { Random } from "../../../checker/src/systems/random.js";
import { Process } from "../../scripts/process.js";
import { program } from "../../scripts/terminal.js";
import { pairs, udpGreeting } from "../exchanges.js";
import { Server } from "../server.js";
import { ended, Wrong } from "../stage.js";

const [name, seed = "", script, ...options] = process.argv.slice(2);
const host = "127.0.0.1";
const patience = 60; // seconds
const noPort =
  /^[a-z/-]+: [a-z]+ to [^\n]+ failed: (no port is left for one more connection to there|every port that the system gives out is taken) \(E[A-Z]+\)\. Close what is no longer needed[^\n]*\n$/;

const pair = [...pairs, udpGreeting].find((one) => one.name === name);
if (pair === undefined) throw new Error(`there is no pair ${name}`);
const exchange = pair.draw(new Random(seed));
let free: (() => Promise<void>) | undefined;
try {
  await using server = await Server.start(pair.server, exchange.serverOptions);
  const parameters = [...exchange.client(host, server.port), ...options];
  const client = () =>
    new Process(program(script ?? pair.script, ...parameters), { input: exchange.input });

  free = await (pair === udpGreeting ? useUpDatagrams : useUp)();
  await fails(client());
  if (exchange.left() !== undefined) throw new Wrong(`the client failed, and ${exchange.left()}`);
  const where = pair.server === "file-server" ? ["0"] : ["--port", "0"];
  await fails(new Process(program(pair.server, ...where, ...exchange.serverOptions)));
  await free();
  free = undefined;

  const later = client();
  const status = await ended(later, patience);
  const fault =
    status === 0 ? exchange.fault(later.stdout) : `ended with ${status}: ${later.stderr}`;
  if (fault !== undefined) throw new Wrong(`with ports again the client ${fault}`);
  if (!server.lives) throw new Wrong(`the server ended with status ${server.status}`);
} catch (error) {
  if (!(error instanceof Wrong)) throw error;
  console.log(error.message);
} finally {
  await free?.();
  exchange.remove();
}

/** A program must end with one clear line. */
async function fails(one: Process): Promise<void> {
  await using running = one;
  const status = await ended(running, patience);
  if (status === 1 && noPort.test(running.stderr)) return;
  throw new Wrong(
    `without a port a program ended with status ${status} and said: ${running.stderr.slice(0, 800)}`,
  );
}

async function useUp(): Promise<() => Promise<void>> {
  const servers: ReturnType<typeof createServer>[] = [];
  for (let isFree = true; isFree; ) {
    const server = createServer().listen(0, host);
    isFree = await Promise.race([
      once(server, "listening").then(() => true),
      once(server, "error").then(([error]) => taken(error)),
    ]).catch(taken);
    if (isFree) servers.push(server);
  }
  return async () => {
    await Promise.all(servers.map((server) => once(server.close(), "close")));
  };
}

async function useUpDatagrams(): Promise<() => Promise<void>> {
  const sockets: ReturnType<typeof createSocket>[] = [];
  for (let isFree = true; isFree; ) {
    const socket = createSocket("udp4");
    socket.bind(0, host);
    isFree = await once(socket, "listening").then(() => true, taken);
    if (isFree) sockets.push(socket);
    else socket.close();
  }
  return async () => {
    await Promise.all(
      sockets.map(async (socket) => {
        const closed = once(socket, "close");
        socket.close();
        await closed;
      }),
    );
  };
}

function taken(error: NodeJS.ErrnoException): false {
  if (error.code === "EADDRINUSE") return false;
  throw error;
}
