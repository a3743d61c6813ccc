import { adder } from "./adder.js";
import { fileTransfer } from "./file-transfer.js";
import { greeting } from "./greeting.js";
import { greetingTcp } from "./greeting-tcp.js";
import { lineSystems } from "./lines.js";
import { reverseEcho } from "./reverse-echo.js";
import type { System } from "./system.js";
import { thanks } from "./thanks.js";
import { uppercase } from "./uppercase.js";

export type { System, SystemName } from "./system.js";

/** Every system that can be checked, by its name on the command line. */
export const systems: readonly System[] = [
  uppercase,
  thanks,
  reverseEcho,
  greeting,
  greetingTcp,
  adder,
  fileTransfer,
];

/** The system of this name, or with `lines` its variant in which a message is a line. */
export function systemNamed(name: string, { lines = false } = {}): System | undefined {
  return (lines ? lineSystems : systems).find((system) => system.name === name);
}
