export { announcePort } from "./announce.js";
export { clientOptions, lines, listens, serverOptions, serving } from "./common-options.js";
export { familyOf } from "./family.js";
export { messagesOn } from "./messages.js";
export { Failure, flag, parsePort, seconds, text, UsageError } from "./options.js";
export { log, print, tuple } from "./print.js";
export { program } from "./program.js";
export { type ServeOptions, serve } from "./serve.js";
export { wholeLines } from "./whole-lines.js";
