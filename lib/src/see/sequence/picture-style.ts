import { scoped } from "../scoped.js";

const scope = "sequence";

/**
 * The picture is shown as an image, which the style of the page around it does not reach. It brings
 * its own ground, so that it can also be read where the question for the dark scheme gets a wrong answer.
 */
const light = {
  page: "#ffffff",
  edge: "#d0d7de",
  text: "#1f2328",
  soft: "#59636e",
  line: "#818b98",
  head: "#f1f4f7",
  blue: "#0550ae",
  green: "#116329",
  red: "#c4131d",
  wait: "#f0c674",
};

const dark: typeof light = {
  page: "#16191d",
  edge: "#3d444d",
  text: "#e6edf3",
  soft: "#a0a9b4",
  line: "#6e7781",
  head: "#22272e",
  blue: "#79c0ff",
  green: "#7ee787",
  red: "#ff8f87",
  wait: "#8f6b1e",
};

function rules(colour: typeof light): string {
  return scoped(scope, [
    `.page{fill:${colour.page};stroke:${colour.edge}}`,
    `text{fill:${colour.text};stroke:${colour.page}}`,
    `.head{fill:${colour.head};stroke:${colour.edge}}`,
    ".head~text{stroke:none}",
    `.address,.time,.note,.waits,.fold{fill:${colour.soft}}`,
    `.lane line{stroke:${colour.line}}`,
    `.cut{stroke:${colour.line}}`,
    `.wait{fill:${colour.wait}}`,
    `.arrow{stroke:${colour.blue}}`,
    `.point,.mark{fill:${colour.blue}}`,
    `.arrow.connects{stroke:${colour.green}}`,
    `.point.connects{fill:${colour.green}}`,
    `.arrow.ends{stroke:${colour.soft}}`,
    `.point.ends,.mark.note{fill:${colour.soft}}`,
    `.mark.waits{fill:${colour.page};stroke:${colour.soft}}`,
    `.arrow.failed,.mark.failed{stroke:${colour.red}}`,
    `text.failed{fill:${colour.red}}`,
  ]);
}

const shapes = scoped(scope, [
  'text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;stroke-width:4;paint-order:stroke;stroke-linejoin:round}',
  ".title{font-size:15px;font-weight:600}",
  ".name{font-weight:600}",
  ".address{font-size:12px}",
  ".time{font-size:11px;text-anchor:end}",
  ".fold{font-style:italic}",
  ".lane line{stroke-width:1}",
  ".outside line,.outside rect,.cut{stroke-dasharray:2 3}",
  ".arrow{fill:none;stroke-width:1.6}",
  ".arrow.ends{stroke-dasharray:5 4}",
  ".mark.failed{stroke-width:2.4;fill:none}",
]);

export const style = `<style>
${shapes}
${rules(light)}
@media (prefers-color-scheme:dark){${rules(dark)}}
</style>`;
