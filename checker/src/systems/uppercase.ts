import type { Subject } from "../servers/subject.js";
import { invalidText, leavesEarly, notUtf8, resets, staysSilent } from "./hostile.js";
import { oneAfterAnother, visit } from "./steps.js";
import { required, type System } from "./system.js";

/** Documents 003 and 004: the message in upper case, then the server closes. */
export const uppercase: System = {
  name: "uppercase",
  transport: "tcp",
  port: 12000,
  criteria: [
    required("answer", "answers a sentence in upper case, then closes", (server, random) =>
      inUpperCase(server, `Hello ${random.sentence()}`),
    ),
    required("one-after-another", "serves clients one after another", (server, random) =>
      oneAfterAnother([1, 2, 3].map(() => () => inUpperCase(server, random.sentence()))),
    ),
    required("not-letters", "leaves digits, signs and upper case as they are", (server, random) =>
      inUpperCase(server, `A1: ${random.word()}, [${random.word()}] 100% {ok}!`),
    ),
    required("umlauts", "letters of other languages, and emoji", (server, random) =>
      inUpperCase(server, `grün 🙂 świat κόσμε добрый день ${random.foreignWord()}`),
    ),
    required("one-byte", "a message of one byte", (server) => inUpperCase(server, "x"), 1),
    required("long", "a message of 2000 bytes", (server, random) =>
      inUpperCase(server, random.text(2000)),
    ),
    leavesEarly(normal, true),
    resets(normal, "good bye"),
    invalidText(normal, notUtf8),
    staysSilent(normal),
  ],
};

function normal(server: Subject): Promise<void> {
  return inUpperCase(server, "still there?");
}

async function inUpperCase(server: Subject, message: string): Promise<void> {
  await visit(server, message, message.toUpperCase(), (came) => mistakeIn(came, message));
}

function mistakeIn(came: string, message: string): string | undefined {
  if (came === message.replace(/[a-z]/g, (letter) => letter.toUpperCase()))
    return "leaves letters outside ASCII as they are";
  if (came === message.toLowerCase()) return "answers in lower case";
  if (came.toUpperCase() === message.toUpperCase()) return "raises only some of the letters";
  return undefined;
}
