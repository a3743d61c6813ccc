import { type CellRun, current } from "./cell.js";
import type { Channels } from "./channels.js";
import { type Message, message } from "./wire.js";

/** Questions to the person at the front end: it shows one at a time, so the others queue here. */
export class Prompts {
  readonly #channels: Channels;
  #last: Promise<unknown> = Promise.resolve();
  #shown: { readonly id: string; answer(text: string): void } | undefined;

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  /**
   * Asks in the name of the running cell. Rejects where the front end cannot ask, when `signal`
   * aborts, and when the cell is interrupted.
   */
  ask(prompt: string, options: { signal?: AbortSignal; password?: boolean } = {}): Promise<string> {
    const cell = current();
    if (cell === undefined || !cell.running) {
      return Promise.reject(nobody("only a cell that still runs can ask"));
    }
    if (cell.request.content.allow_stdin !== true) {
      return Promise.reject(nobody("this front end cannot ask a person"));
    }
    const signals = options.signal ? [cell.signal, options.signal] : [cell.signal];
    const signal = AbortSignal.any(signals);
    const asked = this.#last.then(() =>
      this.#show(cell, prompt, options.password === true, signal),
    );
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  receive(answered: Message): void {
    const { parent } = answered;
    // An answer to a prompt that was withdrawn meanwhile must not answer the next one.
    if (parent.msg_type === "input_request" && parent.msg_id !== this.#shown?.id) return;
    this.#shown?.answer(String(answered.content.value ?? ""));
  }

  #show(cell: CellRun, prompt: string, password: boolean, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    cell.flush();
    const { header, identities } = cell.request;
    const request = message("input_request", { prompt, password }, header, identities);
    this.#channels.send("stdin", request);
    return new Promise((resolve, reject) => {
      const withdraw = () => settle(() => reject(signal.reason));
      const settle = (finish: () => void) => {
        this.#shown = undefined;
        signal.removeEventListener("abort", withdraw);
        finish();
      };
      const answer = (text: string) => settle(() => resolve(text));
      this.#shown = { id: request.header.msg_id, answer };
      signal.addEventListener("abort", withdraw);
    });
  }
}

/** Nobody can be asked: `input` of the library then takes the default of the caller. */
function nobody(why: string): Error {
  return Object.assign(new Error(`input: ${why}`), { code: "ENOINPUT" });
}
