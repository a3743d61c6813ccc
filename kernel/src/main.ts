import { keepChildren, keepConnectionsWithTheirServer } from "./background.js";
import { current } from "./cell.js";
import { Channels } from "./channels.js";
import { Engine } from "./engine.js";
import { describeError } from "./errors.js";
import { Interrupted, Interrupts } from "./interrupt.js";
import { Kernel } from "./kernel.js";
import { installDisplay, installNotebook } from "./notebook.js";
import { catchOutput, tell } from "./output.js";
import { Prompts } from "./prompts.js";
import { noteWait } from "./traces.js";
import type { Message } from "./wire.js";

/** The launcher: `node main.js CONNECTION_FILE` is one kernel. */

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: main.js CONNECTION_FILE");

// First, so that the front end has its answer while the compiler is still being loaded here.
const channels = new Channels(file);
const interrupts = new Interrupts(channels.interrupts, noteWait);
const prompts = new Prompts(channels);
const early: Message[] = [];
let kernel: Kernel | undefined;

channels.listen((incoming) => {
  if (incoming.kind === "interrupt") interrupts.receive(incoming.serial);
  else if (incoming.kind === "input") prompts.receive(incoming.message);
  else if (incoming.kind === "end") process.exit(0);
  else if (incoming.kind === "shell") {
    if (kernel === undefined) early.push(incoming.message);
    else kernel.receive(incoming.message);
  }
});

catchOutput(() => kernel?.latest);
keepConnectionsWithTheirServer();
keepChildren((pids, any) => channels.tellChildren(pids, any));
installNotebook(prompts);

/** Background work fails where nobody waits for it; whoever reads the notebook must hear of it. */
function tellFailure(error: unknown): void {
  if (error instanceof Interrupted) return; // The interrupt has been told to the cell itself.
  tell(current() ?? kernel?.latest, "stderr", describeError(error).traceback.join("\n"));
}
process.on("uncaughtException", tellFailure);
process.on("unhandledRejection", tellFailure);

const engine = new Engine(interrupts);
installDisplay(engine.tslab);
kernel = new Kernel(channels, engine);
for (const request of early) kernel.receive(request);
