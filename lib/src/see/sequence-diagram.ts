import { history } from "../record.js";
import { openSockets } from "../registry.js";
import type { TcpSocket } from "../tcp-socket.js";
import type { UdpSocket } from "../udp-socket.js";
import { visible } from "./sequence/bytes-words.js";
import { type Drawing, drawingOf } from "./sequence/drawing.js";
import { keepDrawing } from "./sequence/live.js";
import { pictureOf } from "./sequence/picture.js";
import { textTwin } from "./sequence/text-twin.js";
import { type Picture, show } from "./show.js";

export interface SequenceOptions {
  /** Only what these sockets did. */
  sockets?: readonly (TcpSocket | UdpSocket)[] | undefined;
  /** The line above the drawing. */
  title?: string | undefined;
  /** Draws again while the conversation goes on, in the same place, until `closeAll()`. */
  live?: boolean | undefined;
}

/**
 * Shows what the sockets of this process did, under the cell that asks: a lane for each socket, from
 * top to bottom in true order, with what was sent, what waited and what failed. In a terminal it prints
 * the same drawing in characters. `clearHistory()` before an experiment keeps older calls out of it.
 *
 * Notebook 01 shows one; `sequenceText` gives the characters as a string.
 * @example sequenceDiagram({ title: "One client", live: true });
 */
export function sequenceDiagram(options: SequenceOptions = {}): void {
  if (options.live) keepDrawing(() => pictureAndText(options));
  else show(pictureAndText(options));
}

/** What `sequenceDiagram` shows, drawn in characters. */
export function sequenceText(options: Omit<SequenceOptions, "live"> = {}): string {
  return textTwin(chosen(options), titleOf(options));
}

function pictureAndText(options: SequenceOptions): Picture {
  const drawing = chosen(options);
  const title = titleOf(options);
  return { svg: pictureOf(drawing, title), text: textTwin(drawing, title) };
}

/** With chosen sockets, every other one is somebody outside of the drawing. */
function chosen({ sockets }: SequenceOptions): Drawing {
  if (!sockets) {
    return drawingOf(
      history(),
      openSockets().map(({ label }) => label),
    );
  }
  const labels = new Set(sockets.map(({ label }) => label));
  return drawingOf(history().filter(({ socket }) => labels.has(socket)));
}

function titleOf({ title = "What the sockets did" }: SequenceOptions): string {
  return visible(title);
}
