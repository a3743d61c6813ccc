import { complete, inspect, isComplete } from "./assist.js";
import { CellRun, runAs } from "./cell.js";
import type { Channels } from "./channels.js";
import type { Engine } from "./engine.js";
import { describeError, type ErrorContent } from "./errors.js";
import { History } from "./history.js";
import { formsOf } from "./values.js";
import { type Content, type Message, message, reply } from "./wire.js";

interface Outcome {
  readonly error?: ErrorContent;
  readonly forms?: Content;
}

/** Answers the requests of the shell channel: cells one after another, everything else at once. */
export class Kernel {
  /** The cell that runs, or ran last. */
  latest: CellRun | undefined;
  readonly #channels: Channels;
  readonly #engine: Engine;
  readonly #history = new History();
  readonly #waiting: Message[] = [];
  #isRunning = false;
  #count = 0;

  constructor(channels: Channels, engine: Engine) {
    this.#channels = channels;
    this.#engine = engine;
  }

  receive(request: Message): void {
    if (request.header.msg_type === "execute_request") {
      this.#waiting.push(request);
      if (!this.#isRunning) void this.#runWaiting();
    } else {
      this.#answer(request);
    }
  }

  async #runWaiting(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#execute(next);
    }
    this.#isRunning = false;
  }

  async #execute(request: Message): Promise<void> {
    const { code = "", silent = false, store_history = true } = request.content;
    const keeps = store_history === true && silent !== true;
    if (keeps) this.#count += 1;
    const cell = new CellRun(this.#channels, request, this.#count);
    this.latest = cell;
    this.#status("busy", request);
    if (silent !== true) cell.publish("execute_input", { code, execution_count: cell.number });
    const { error, forms } = await this.#outcome(String(code), cell);
    if (forms !== undefined && silent !== true) {
      const result = { data: forms, metadata: {}, execution_count: cell.number };
      cell.publish("execute_result", result);
    }
    if (error !== undefined) cell.publish("error", { ...error });
    cell.flush();
    if (keeps) this.#history.add(cell.number, String(code), textOf(forms));
    await this.#finish(request, cell, error);
  }

  async #outcome(code: string, cell: CellRun): Promise<Outcome> {
    try {
      return await runAs(cell, async () => {
        const ran = await this.#engine.run(code, cell);
        if (!ran.ok) return { error: describeError(ran.error) };
        return ran.value === undefined ? {} : { forms: await formsOf(ran.value) };
      });
    } catch (error) {
      return { error: describeError(error) }; // The value's own form failed.
    } finally {
      cell.running = false;
    }
  }

  async #finish(request: Message, cell: CellRun, error: ErrorContent | undefined): Promise<void> {
    const execution_count = cell.number;
    if (error === undefined) {
      const user_expressions = await this.#evaluate(request.content.user_expressions, cell);
      this.#reply(request, { status: "ok", execution_count, user_expressions, payload: [] });
      return this.#status("idle", request);
    }
    // What was sent before the front end could hear of the error is on its way, or here.
    const stops = request.content.stop_on_error !== false;
    if (stops) await this.#channels.drain();
    const aborted = stops ? this.#waiting.splice(0) : [];
    this.#reply(request, { status: "error", execution_count, ...error });
    this.#status("idle", request);
    for (const waiting of aborted) this.#abort(waiting);
  }

  #abort(request: Message): void {
    this.#status("busy", request);
    this.#reply(request, { status: "aborted", execution_count: this.#count });
    this.#status("idle", request);
  }

  /** Expressions that a front end wants to know the values of, after the cell. */
  async #evaluate(expressions: unknown, cell: CellRun): Promise<Content> {
    const values: Content = {};
    for (const [name, expression] of Object.entries(expressions ?? {})) {
      const { error, forms } = await this.#outcome(String(expression), cell);
      values[name] = error
        ? { status: "error", ...error }
        : { status: "ok", data: forms ?? {}, metadata: {} };
    }
    return values;
  }

  #answer(request: Message): void {
    this.#status("busy", request);
    try {
      const content = this.#contentFor(request);
      if (content !== undefined) this.#reply(request, content);
    } catch (error) {
      this.#reply(request, { status: "error", ...describeError(error) });
    }
    this.#status("idle", request);
  }

  /** The content of the reply; undefined for a message that gets none. */
  #contentFor({ header, content }: Message): Content | undefined {
    const { tslab } = this.#engine;
    const code = String(content.code ?? "");
    const asked = { code, cursor: Number(content.cursor_pos ?? code.length) };
    switch (header.msg_type) {
      case "complete_request":
        return complete(tslab, asked);
      case "inspect_request":
        return inspect(tslab, asked);
      case "is_complete_request":
        return isComplete(tslab, code);
      case "history_request":
        return this.#history.answer(content);
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "comm_open":
        // Nobody here serves one, and the protocol wants that said.
        this.#channels.publish("comm_close", { comm_id: content.comm_id, data: {} }, header);
    }
    return undefined;
  }

  #reply(request: Message, content: Content): void {
    this.#channels.send("shell", reply(request, content));
  }

  #status(state: "busy" | "idle", request: Message): void {
    this.#channels.send("iopub", message("status", { execution_state: state }, request.header));
  }
}

function textOf(forms: Content | undefined): string | null {
  const text = forms?.["text/plain"];
  return typeof text === "string" ? text : null;
}
