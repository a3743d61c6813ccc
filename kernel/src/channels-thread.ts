import { rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Reply, Router, type Socket, XPublisher } from "zeromq";
import { Backlog } from "./backlog.js";
import type { Incoming, Outgoing, ThreadData } from "./channels.js";
import { address, readConnection } from "./connection.js";
import { kernelInfo } from "./kernel-info.js";
import { Outbox } from "./outbox.js";
import { onSignals } from "./signals.js";
import { endProcess, watchParent } from "./the-end.js";
import { decode, type Message, message, reply } from "./wire.js";

/** The thread that owns the sockets; see Channels for what it is good for. */

const { file, interrupts, ...shared } = workerData as ThreadData;
const backlog = new Backlog(shared.backlog);
const connection = readConnection(file);
// A front end that connects again keeps its name, also while its old connection is not yet known lost.
const router = { linger: 500, handover: true };
const sockets = {
  shell: new Router(router),
  control: new Router(router),
  stdin: new Router(router),
  // A slow front end must not lose output: at the limit, the outbox waits; see there.
  iopub: new XPublisher({
    linger: 500,
    sendHighWaterMark: 64,
    noDrop: true,
    verbosity: "allSubs",
  }),
  hb: new Reply({ linger: 0 }),
};
const outbox = new Outbox(sockets, connection.key);
let children: { pids: readonly number[]; any: boolean } = { pids: [], any: false };

/** At the end, what was sent last gets this long to leave. */
const LAST_WORDS_MS = 500;

function tell(incoming: Incoming): void {
  parentPort?.postMessage(incoming);
}

function interrupt(): void {
  tell({ kind: "interrupt", serial: Atomics.add(interrupts, 0, 1) + 1 });
}

function end(): void {
  void endProcess(
    () => children,
    () => {
      // A thread that ends while a socket is open, or just closing, takes the process down with a
      // complaint of ZeroMQ.
      for (const socket of Object.values(sockets)) socket.close();
      setTimeout(() => tell({ kind: "end" }), 50);
    },
  );
}

/** Answers a request here, with the busy and idle that belong to it. */
function answer(channel: "shell" | "control", request: Message, content: object): void {
  outbox.status("busy", request.header);
  outbox.send(channel, reply(request, { ...content }));
  outbox.status("idle", request.header);
}

function onControl(request: Message): void {
  const { msg_type } = request.header;
  if (msg_type === "shutdown_request") shutDown("control", request);
  else if (msg_type === "kernel_info_request") answer("control", request, kernelInfo());
  else if (msg_type === "interrupt_request") {
    interrupt();
    answer("control", request, { status: "ok" });
  }
}

/** kernel_info and shutdown never wait for a cell; everything else is done in its order. */
function onShell(request: Message): void {
  if (request.header.msg_type === "kernel_info_request") answer("shell", request, kernelInfo());
  else if (request.header.msg_type === "shutdown_request") shutDown("shell", request);
  else tell({ kind: "shell", message: request });
}

function shutDown(channel: "shell" | "control", request: Message): void {
  const content = { status: "ok", restart: request.content.restart === true };
  outbox.send("iopub", message("shutdown_reply", content, request.header));
  answer(channel, request, content);
  // Whoever wants it to end need not have taken all that cells have put out.
  void Promise.race([outbox.flushed(), pause(LAST_WORDS_MS)]).then(end);
}

async function receive(socket: Router, handle: (request: Message) => void): Promise<void> {
  for await (const frames of socket) {
    const request = decode(frames, connection.key);
    if (request !== undefined) handle(request);
  }
}

async function echo(socket: Reply): Promise<void> {
  for await (const frames of socket) await socket.send(frames);
}

/** A front end that has just subscribed is told so, and then knows that it will miss nothing. */
async function welcome(socket: XPublisher): Promise<void> {
  for await (const [frame] of socket) {
    if (frame?.[0] !== 1) continue;
    const topic = frame.subarray(1);
    const content = { subscription: topic.toString() };
    outbox.send("iopub", message("iopub_welcome", content, undefined, [topic]));
  }
}

async function bind(socket: Socket, port: number): Promise<void> {
  await socket.bind(address(connection, port));
}

/** A turn of the event loop reads what is there; a few, with time for what is on its way. */
function drain(): void {
  setTimeout(() => tell({ kind: "drained" }), 20);
}

parentPort?.on("message", (outgoing: Outgoing) => {
  if (outgoing.kind === "send") {
    const { channel, units } = outgoing;
    outbox.send(channel, outgoing.message, () => backlog.leave(units));
  } else if (outgoing.kind === "children") children = outgoing;
  else drain();
});

await Promise.all([
  bind(sockets.shell, connection.shell_port),
  bind(sockets.control, connection.control_port),
  bind(sockets.stdin, connection.stdin_port),
  bind(sockets.iopub, connection.iopub_port),
  bind(sockets.hb, connection.hb_port),
]);
outbox.status("starting");
void receive(sockets.shell, onShell);
void receive(sockets.control, onControl);
void receive(sockets.stdin, (answered) => tell({ kind: "input", message: answered }));
void echo(sockets.hb);
void welcome(sockets.iopub);
onSignals(interrupt, end);
watchParent(() => {
  try {
    rmSync(file, { force: true }); // Nobody else is left to do it, and it holds the common key.
  } finally {
    end();
  }
});
