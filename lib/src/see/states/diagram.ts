import type { TcpState } from "../../system-sockets.js";
import { place, svg } from "../svg.js";
import { escaped } from "../xml.js";
import { edges } from "./edges.js";
import type { Visit } from "./path.js";

type Point = readonly [x: number, y: number];
type Box = TcpState | "END";

const legend =
  "On an arrow: what happens / what is sent then. A solid outline was measured, a dashed one is derived; the thick one is now.";
const size = { width: 780, height: 600 };
const half: Point = [66, 17];
/** CLOSED is drawn twice: at the top where a life begins, and at the bottom where it ends. */
const places: Readonly<Record<Box, Point>> = {
  CLOSED: [390, 70],
  LISTEN: [150, 130],
  SYN_SENT: [630, 130],
  SYN_RECEIVED: [150, 215],
  ESTABLISHED: [390, 270],
  FIN_WAIT_1: [150, 350],
  CLOSE_WAIT: [630, 350],
  FIN_WAIT_2: [150, 440],
  CLOSING: [390, 440],
  LAST_ACK: [630, 440],
  TIME_WAIT: [390, 530],
  END: [630, 530],
};

/** The whole diagram, with the states of one connection marked and numbered in their order. */
export function diagramOf(title: string, visits: readonly Visit[], description: string): string {
  const steps = visits.map(({ state }, at): Box => (state === "CLOSED" && at > 0 ? "END" : state));
  const taken = steps.slice(1).map((to, at) => [steps[at] as Box, to] as const);
  const drawn = edges.map(({ from, to, label }) => {
    const ends = [from, to === "CLOSED" ? "END" : to] as const;
    const isTaken = taken.some(([a, b]) => a === ends[0] && b === ends[1]);
    return { ends, label, isTaken };
  });
  const jumps = taken.filter(
    ([a, b]) => a !== b && !drawn.some(({ ends }) => ends[0] === a && ends[1] === b),
  );
  return svg({
    ...size,
    title,
    description,
    kind: "states",
    style: [
      'text{font:13px system-ui,"DejaVu Sans",sans-serif}',
      ".head{font-size:15px;font-weight:bold}",
      ".small{font-size:11.5px}",
      ".middle{text-anchor:middle}",
      ".bold{font-weight:bold}",
    ],
    body: [
      words([20, 30], "ink head", title),
      ...drawn.map(({ ends, label, isTaken }) => arrow(ends, isTaken ? "taken" : "plain", label)),
      ...jumps.map((ends) => arrow(ends, "jump", "")),
      ...(Object.keys(places) as Box[]).map((box) => drawBox(box, steps, visits)),
      words([20, size.height - 16], "faint small", legend),
    ],
  });
}

function drawBox(box: Box, steps: readonly Box[], visits: readonly Visit[]): string {
  const [x, y] = places[box];
  const numbers = steps.flatMap((step, at) => (step === box ? [at + 1] : []));
  const isNow = steps.at(-1) === box;
  const isMeasured = numbers.some((number) => visits[number - 1]?.isMeasured);
  const name = box === "END" ? "CLOSED" : box;
  const rect = `x="${x - half[0]}" y="${y - half[1]}" width="${2 * half[0]}" height="${2 * half[1]}" rx="6"`;
  if (numbers.length === 0) {
    const frame = `<rect class="paper" ${rect}/><rect class="line-line" ${rect}/>`;
    return frame + words([x, y + 5], "faint middle", name);
  }
  const width = isNow ? 3.5 : 1.5;
  const dash = isMeasured ? "" : ` stroke-dasharray="5 3"`;
  return [
    `<rect class="paper" ${rect}/><rect class="band" ${rect}/>`,
    `<rect class="accent-line" stroke-width="${width}"${dash} ${rect}/>`,
    words([x, y + 5], "ink middle bold", `${numbers.join(", ")} · ${name}`),
  ].join("");
}

const strokes = {
  plain: `class="line-line" stroke-width="1.5"`,
  taken: `class="accent-line" stroke-width="2.5"`,
  jump: `class="warn-line" stroke-width="2.5" stroke-dasharray="6 4"`,
};
const heads = { plain: "faint", taken: "accent", jump: "warn" };

/** A line from the border of one box to that of another, with a head and a label. */
function arrow(
  [from, to]: readonly [Box, Box],
  style: keyof typeof strokes,
  label: string,
): string {
  const start = border(places[from], places[to]);
  const end = border(places[to], places[from]);
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  const [ux, uy] = [(end[0] - start[0]) / length, (end[1] - start[1]) / length];
  const back = ([along, across]: Point) =>
    `${place(end[0] - ux * along - uy * across)} ${place(end[1] - uy * along + ux * across)}`;
  const line = `M${place(start[0])} ${place(start[1])}L${back([8, 0])}`;
  const head = `M${place(end[0])} ${place(end[1])}L${back([10, 5])}L${back([10, -5])}z`;
  return [
    `<path ${strokes[style]} d="${line}"/><path class="${heads[style]}" d="${head}"/>`,
    label &&
      besideLine(start, end, style === "taken" ? "accent small halo" : "faint small halo", label),
  ].join("");
}

/** Beside an upright line, above a flat one. */
function besideLine([x1, y1]: Point, [x2, y2]: Point, style: string, label: string): string {
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const isUpright = Math.abs(x2 - x1) < 20;
  if (isUpright) return words([x + 8, y + 4], style, label);
  const isFlat = Math.abs(y2 - y1) < 20;
  return words([x, isFlat ? y - 6 : y - 10], `${style} middle`, label);
}

/** Where the line between two boxes leaves the first. */
function border([x, y]: Point, [toX, toY]: Point): Point {
  const [dx, dy] = [toX - x, toY - y];
  const scale = Math.min(half[0] / Math.abs(dx || 1e-9), half[1] / Math.abs(dy || 1e-9));
  return [x + dx * scale, y + dy * scale];
}

function words([x, y]: Point, style: string, text: string): string {
  return `<text class="${style}" x="${place(x)}" y="${place(y)}">${escaped(text)}</text>`;
}
