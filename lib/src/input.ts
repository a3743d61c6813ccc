import { askAtKeyboard } from "./keyboard.js";
import { notebook } from "./notebook.js";
import type { WaitOptions } from "./waiting-line.js";

export interface InputOptions extends WaitOptions {
  /** The answer where nobody can be asked. */
  default?: string;
}

/**
 * Asks the person at the keyboard and resolves with the line that was typed, like Python's `input`:
 * in a notebook through a box under the cell, in a program through the terminal or a pipe. Where
 * nobody can be asked, it resolves with the default. Fails with ENOINPUT when there is none.
 *
 * @example const message = await input("Input lowercase sentence: ");
 */
export async function input(prompt = "", options: InputOptions = {}): Promise<string> {
  const { signal, default: otherwise } = options;
  signal?.throwIfAborted();
  try {
    const asked = notebook()?.input(prompt, signal ? { signal } : {});
    return await (asked ?? askAtKeyboard(prompt, signal));
  } catch (error) {
    const nobody = (error as { code?: unknown }).code === "ENOINPUT";
    if (nobody && otherwise !== undefined) return otherwise;
    throw error;
  }
}
