import type { RecordedCall } from "../../record.js";

/**
 * One line of the drawing, before it has a place: a call where it did something, or `opens`: the
 * moment from which it waited.
 */
export interface Step {
  readonly call: RecordedCall;
  readonly opens: boolean;
  readonly time: number;
}

/** Calls that wait for the other side are drawn where they end; all others where they begin. */
const waits = new Set(["accept", "recv", "recvfrom"]);
/** They only ask the socket, and nothing comes of it. */
const quiet = new Set(["getsockname", "getpeername", "getsockopt"]);

/**
 * The calls in their true order. A call that waited while something else happened gets a line where
 * it began, too. Nothing here looks at how long anything took, so a run draws like the one before.
 */
export function stepsOf(calls: readonly RecordedCall[]): Step[] {
  const shown = calls.filter(({ call, outcome }) => !(quiet.has(call) && outcome === "ok"));
  const done: Step[] = [];
  const begun: Step[] = [];
  for (const call of shown) {
    const waited = waits.has(call.call) || isLateFailure(call);
    if (!waited) done.push({ call, opens: false, time: call.started });
    else {
      begun.push({ call, opens: true, time: call.started });
      if (call.ended !== undefined) done.push({ call, opens: false, time: call.ended });
    }
  }
  done.sort(inOrder);
  const opened = begun.filter(({ call }) => isOvertaken(call, done));
  return [...done, ...opened].sort(inOrder);
}

/**
 * Whether something else happened while the call waited. The news that ended it does not count: it may
 * as well have come just before the call.
 */
function isOvertaken({ started, ended, socket }: RecordedCall, done: readonly Step[]): boolean {
  if (ended === undefined) return true;
  for (let at = firstAfter(done, started); at < done.length; at++) {
    const { call, time } = done[at] as Step;
    if (time >= ended) return false;
    if (call.socket !== socket || (call.call !== "finished" && call.call !== "reset")) return true;
  }
  return false;
}

/** A `connect` or `send` that failed is drawn at its failure; before that it waited. */
function isLateFailure({ outcome, call }: RecordedCall): boolean {
  return outcome !== "ok" && (call === "connect" || call.startsWith("send"));
}

/** The first step after this time, found by halving: there are thousands. */
function firstAfter(done: readonly Step[], time: number): number {
  let [low, high] = [0, done.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((done[middle]?.time ?? 0) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

function inOrder(a: Step, b: Step): number {
  return a.time - b.time || a.call.sequence - b.call.sequence;
}
