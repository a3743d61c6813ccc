import { drawPlot } from "./plot-drawing.js";
import { show } from "./show.js";

/** One measured value: where it lies on the x axis, and how large it is. */
export type Point = readonly [x: number | string, y: number];

export interface Plot {
  title: string;
  /** What the x axis shows, with its unit. */
  x: string;
  /** What the y axis shows, with its unit. */
  y: string;
  /** The points of each line by its name. Where an x is a text, bars are drawn instead of lines. */
  series: Readonly<Record<string, readonly Point[]>>;
  /** Axes on which each step is ten times the one before. */
  logarithmic?: "x" | "y" | "both";
}

/**
 * Plots measured values. Resolves when the plot is shown: in a notebook as a picture (SVG without a
 * script, so it shows on GitHub and in VS Code too), elsewhere as a table in characters. The library
 * that draws it is loaded at the first plot, so that `import "socketbook"` stays quick.
 *
 * @example
 * await plot({ title: "Round trips", x: "bytes", y: "µs", series: { TCP: [[1, 31], [1000, 35]] } });
 */
export async function plot(what: Plot): Promise<void> {
  const text = plotText(what);
  show({ svg: await drawPlot(what, text), text });
}

/** The values of a plot as a table in characters. */
export function plotText({ title, x, y, series }: Plot): string {
  const names = Object.keys(series);
  const places = [...new Set(Object.values(series).flatMap((points) => points.map(([at]) => at)))];
  const rows = places.map((at) => [
    String(at),
    ...names.map((name) => rounded(series[name]?.find(([place]) => place === at)?.[1])),
  ]);
  const lines = [[x, ...names], ...rows];
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((row) => row[at]?.length ?? 0)));
  const table = lines.map((row) =>
    row.map((cell, at) => cell.padStart(widths?.[at] ?? 0)).join("  "),
  );
  return [`${title} (${y})`, ...table].join("\n");
}

/** Three digits are as many as a measurement of this kind is worth. */
function rounded(value: number | undefined): string {
  if (value === undefined) return "–";
  return String(Number(value.toPrecision(3)));
}
