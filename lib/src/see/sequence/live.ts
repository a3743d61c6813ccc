import { notebook } from "../../notebook.js";
import { history } from "../../record.js";
import { whenAllClosed } from "../../registry.js";
import { type Picture, show } from "../show.js";

/** A front end that is sent a picture more often than this only works more. */
const pause = 250;
let drawings = 0;
let end: (() => void) | undefined;

/**
 * Shows a picture and draws it again, in the same place, as long as something happens: until
 * `closeAll()`, or until another live picture begins. Where nothing can be shown in place, it is shown once,
 * at the end.
 */
export function keepDrawing(draw: () => Picture): void {
  end?.();
  if (!notebook()) {
    whenAllClosed(() => show(draw()));
    return;
  }
  const displayId = `socketbook-sequence-${process.pid}-${++drawings}`;
  let drawn = state();
  show(draw(), { displayId });
  const update = () => {
    const now = state();
    if (now === drawn) return;
    drawn = now;
    show(draw(), { displayId });
  };
  const timer = setInterval(update, pause);
  timer.unref();
  end = () => {
    clearInterval(timer);
    update();
    end = undefined;
  };
  whenAllClosed(() => end?.());
}

/** Changes with every call that begins or ends; the calls do not have to tell anybody for that. */
function state(): string {
  const calls = history();
  const waiting = calls.filter(({ outcome }) => outcome === "waiting");
  return `${calls.at(-1)?.sequence} ${waiting.length}`;
}
