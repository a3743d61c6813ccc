import { scoped } from "./scoped.js";
import { escaped } from "./xml.js";

/** What every picture of this folder has: a paper of its own, a title, a description, and two palettes. */
export interface Drawing {
  /** Names the kind of picture; its style holds inside of such pictures only. */
  readonly kind: string;
  readonly width: number;
  readonly height: number;
  /** One line: what this is a picture of. */
  readonly title: string;
  /** The text twin, for whoever cannot see the picture. */
  readonly description: string;
  /** The elements, which are drawn in this order. */
  readonly body: readonly string[];
  /** More rules of CSS, when the palette is not enough. */
  readonly style?: readonly string[];
}

/** Colours by role: ink on paper, what is faint, what stands out, bands that alternate, a warning. */
const light = {
  paper: "#ffffff",
  line: "#d1d9e0",
  ink: "#1f2328",
  faint: "#59636e",
  accent: "#0969da",
  good: "#1a7f37",
  warn: "#bc4c00",
  band: "#ddf4ff",
  other: "#f6f8fa",
};

export { light as colours };

const dark: typeof light = {
  paper: "#0d1117",
  line: "#3d444d",
  ink: "#f0f6fc",
  faint: "#9198a1",
  accent: "#58a6ff",
  good: "#3fb950",
  warn: "#f0883e",
  band: "#123454",
  other: "#212830",
};

/**
 * One SVG without script, font or address of anything outside. It is shown as an image, where the
 * page's styles do not reach it: so it carries both palettes, and a paper of its own, on which its
 * colours are readable also where `prefers-color-scheme` answers for the wrong background.
 */
export function svg(drawing: Drawing): string {
  const { kind, width, height, title, description, body, style = [] } = drawing;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"` +
      ` viewBox="0 0 ${width} ${height}" role="img" class="${kind}">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<style>${scoped(kind, rules(light))}${scoped(kind, style)}${inDark(kind, rules(dark))}</style>`,
    `<rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    ...body,
    "</svg>",
  ].join("\n");
}

function inDark(kind: string, list: readonly string[]): string {
  return `@media (prefers-color-scheme: dark){${scoped(kind, list)}}`;
}

function rules(colours: typeof light): string[] {
  const fills = Object.entries(colours).map(([name, value]) => `.${name}{fill:${value}}`);
  const strokes = Object.entries(colours).map(
    ([name, value]) => `.${name}-line{fill:none;stroke:${value}}`,
  );
  // Text that crosses a line stays readable.
  const halo = `.halo{stroke:${colours.paper};stroke-width:4px;paint-order:stroke}`;
  return [...fills, ...strokes, `.paper{stroke:${colours.line}}`, halo];
}

/**
 * The drawing of a library, which used the light palette, as a picture like the others: with a title,
 * a description, a paper, and the dark palette in place of the light one where the dark one is wanted.
 */
export function asPicture(drawn: string, about: Omit<Drawing, "body" | "style">): string {
  const inside = drawn.slice(drawn.indexOf(">") + 1, drawn.lastIndexOf("</svg>"));
  const swaps = Object.entries(light).flatMap(([name, value]) => {
    const other = dark[name as keyof typeof light];
    return ["fill", "stroke"].map((what) => `[${what}="${value}"]{${what}:${other}}`);
  });
  const style = `<style>${inDark(about.kind, swaps)}</style>`;
  return svg({ ...about, body: [style, `<g class="measured">${inside.trim()}</g>`] });
}

/** A short number for a coordinate. */
export function place(value: number): string {
  return String(Math.round(value * 10) / 10);
}
