import { figureOf, type Results, ratio, type Spread } from "./comparison.js";
import type { ContenderName } from "./contender.js";

type Limit = { readonly most: number } | { readonly least: number };

/** Prints figures and ratios as they are found, and the targets at the end. */
export class Report {
  readonly #targets: { line: string; met: boolean }[] = [];
  #heading = "";

  heading(text: string): void {
    this.#heading = text;
    console.log(`\n${text}`);
  }

  /** A line for each contender: each figure, and its ratio to that of raw in the same block. */
  figures(results: Results, units: Readonly<Record<string, string>>): void {
    for (const name of results.keys()) {
      const parts = Object.entries(units).map(([figure, unit]) => {
        const { median } = figureOf(results, figure, name);
        const beside = name === "raw" ? "" : `  × raw ${show(ratio(results, figure, name, "raw"))}`;
        return `${rounded(median).padStart(8)} ${unit}${beside.padEnd(28)}`;
      });
      console.log(`  ${name.padEnd(15)} ${parts.join(" ").trimEnd()}`);
    }
  }

  /** A target for the median of the ratios of two contenders. */
  target(
    results: Results,
    figure: string,
    of: ContenderName,
    to: ContenderName,
    limit: Limit,
  ): void {
    const found = ratio(results, figure, of, to);
    const met = "most" in limit ? found.median <= limit.most : found.median >= limit.least;
    const wanted = "most" in limit ? `at most ${limit.most}` : `at least ${limit.least}`;
    const line = `${met ? "✔" : "✖"} ${this.#heading}: ${figure} of ${of} to ${to} ${show(found)}, ${wanted}`;
    this.#targets.push({ line, met });
  }

  /** Prints the targets; true when all are met. */
  verdict(): boolean {
    console.log("\nTargets, by the median (least–most) of the ratios");
    for (const { line } of this.#targets) console.log(`  ${line}`);
    return this.#targets.every(({ met }) => met);
  }
}

function show({ median, least, most }: Spread): string {
  return `${median.toFixed(3)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

function rounded(figure: number): string {
  return figure >= 1000 ? Math.round(figure).toString() : figure.toPrecision(4);
}
