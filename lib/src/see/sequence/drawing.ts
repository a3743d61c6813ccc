import type { SocketLabel } from "../../label.js";
import type { RecordedCall } from "../../record.js";
import { type Fold, folded } from "./fold.js";
import { type Lane, Lanes } from "./lanes.js";
import { type Link, linksOf } from "./links.js";
import { type Reach, reachesOf } from "./reach.js";
import { Sockets } from "./sockets.js";
import { type Step, stepsOf } from "./steps.js";
import { Telling } from "./telling.js";
import { noteOf } from "./wording.js";

/** One line of the drawing, in its lane; `to` is the lane at the other end of an arrow. */
export interface Row {
  readonly step: Step;
  readonly time: number;
  readonly lane: number;
  readonly words: string;
  readonly tone: "call" | "failed" | "note" | "waits";
  readonly arrow: { to: number; back: boolean; kind: Reach["kind"]; failed: boolean } | undefined;
}

/** An arrow from one line to a later one. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly kind: Link["kind"];
}

/** A lane from the line where its socket appears to the line where it is closed. */
export interface DrawnLane extends Lane {
  readonly first: number;
  readonly last: number;
}

/** From which line to which a call waited in a lane. */
export interface Wait {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Everything that is drawn, as numbers of lines and lanes; a picture and a text are made of it.
 *
 * Why no library draws it: beautiful-mermaid 1.1.3, tried on the same run, has one line for a message, so
 * what was sent and later received is not two moments; its text form leaves notes and waiting out; its
 * places depend on the length of a port; its SVG loads a font from the web, has no dark form and no title.
 */
export interface Drawing {
  readonly lanes: readonly DrawnLane[];
  readonly lines: readonly (Row | Fold)[];
  readonly arrows: readonly Arrow[];
  readonly waits: readonly Wait[];
}

/** What these calls did, ready to be drawn, with `others` at the other end where it was one of them. */
export function drawingOf(
  calls: readonly RecordedCall[],
  others: readonly SocketLabel[] = [],
): Drawing {
  const steps = stepsOf(calls);
  const own = steps.map(({ call: { socket } }) => socket);
  const sockets = new Sockets([...new Set([...own, ...others])], calls);
  const links = linksOf(steps, sockets);
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const reaches = reachesOf(steps, linked, sockets);
  const ends = steps.map((step) => sockets.peerOf(step.call.socket) ?? reaches.get(step)?.label);
  const labels = [...own, ...ends.filter((label) => label !== undefined)];
  const outside = [...reaches.values()].flatMap(({ label, address }) => (label ? [] : [address]));
  const lanes = new Lanes(labels, steps, outside, sockets);
  const told = new Telling(steps, links, sockets, lanes);
  const start = Math.min(...steps.map(({ call }) => call.started));
  const lines = folded(
    steps.map((step) => ({
      step,
      time: step.time - start,
      lane: lanes.of(step.call.socket),
      words: told.words(step),
      tone: toneOf(step),
      arrow: arrowOf(reaches.get(step), lanes),
    })),
  );
  return {
    lanes: lanes.list.map((lane, at) => ({ ...lane, ...extent(at, lines, lanes, sockets) })),
    lines,
    arrows: visible(links, lines, lanes),
    waits: waitsOf(lines),
  };
}

function toneOf({ call, opens }: Step): Row["tone"] {
  if (opens || call.outcome === "waiting") return "waits";
  if (call.call === "reset" || call.call === "dropped") return "failed";
  if (noteOf(call) !== undefined || call.outcome === "withdrawn") return "note";
  return call.outcome === "ok" ? "call" : "failed";
}

function arrowOf(reach: Reach | undefined, lanes: Lanes): Row["arrow"] {
  if (!reach) return undefined;
  const { label, address, back, kind, failed } = reach;
  const to = label ? lanes.of(label) : lanes.outside(address);
  return { to, back, kind, failed };
}

/** The links of which both ends are drawn. */
function visible(
  links: readonly Link[],
  lines: readonly (Row | Fold)[],
  lanes: Lanes,
): readonly Arrow[] {
  const lineOf = new Map<Step, number>();
  for (const [at, line] of lines.entries()) if ("step" in line) lineOf.set(line.step, at);
  return links.flatMap(({ from, to, kind }) => {
    const ends = [lineOf.get(from), lineOf.get(to)] as const;
    if (ends[0] === undefined || ends[1] === undefined) return [];
    const isAcross = lanes.of(from.call.socket) !== lanes.of(to.call.socket);
    return isAcross ? [{ from: ends[0], to: ends[1], kind }] : [];
  });
}

function extent(lane: number, lines: readonly (Row | Fold)[], lanes: Lanes, sockets: Sockets) {
  const labels = lanes.labelsIn(lane);
  const [label] = labels;
  const isHere = (line: Row | Fold) => {
    if (!("step" in line)) return false;
    const gave = line.step.opens ? undefined : sockets.acceptedBy(line.step.call);
    return line.lane === lane || line.arrow?.to === lane || (gave && gave === label);
  };
  const first = Math.max(lines.findIndex(isHere), 0);
  if (!label) return { first, last: lines.findLastIndex(isHere) };
  const isOlder = labels.length > 1 || sockets.isOlder(label);
  const end = lines.findIndex((line) => {
    return "step" in line && line.step.call.call === "close" && line.lane === lane;
  });
  const last = labels.length > 1 || end < 0 ? lines.length - 1 : end;
  // What a closed socket still heard of its end belongs to it.
  return { first: isOlder ? 0 : first, last: Math.max(last, lines.findLastIndex(isHere)) };
}

/** A call waits from the line where it began to the line where it ended. */
function waitsOf(lines: readonly (Row | Fold)[]): Wait[] {
  return lines.flatMap((line, from) => {
    if (!("step" in line) || !line.step.opens) return [];
    const end = lines.findIndex((other, at) => {
      return at > from && "step" in other && other.step.call === line.step.call;
    });
    return [{ lane: line.lane, from, to: end < 0 ? lines.length - 1 : end }];
  });
}
