/** The content check for notebooks, tried on the course itself and on copies broken in one place. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { root } from "../../binder/places.mjs";
import { sample, treeOf } from "../content/tree.js";
import { notebooksKeepTheirForm } from "./form.js";
import { notebooks } from "./runner.js";

const tree = treeOf(root);
const paths = [
  ...notebooks.map((name) => `notebooks/${name}`),
  ...tree.paths.filter((path) => path.startsWith("tests/notebooks/solutions/")),
];
const files = Object.fromEntries(paths.map((path) => [path, tree.text(path)]));
const path = "notebooks/01-a-tcp-server.ipynb";

// biome-ignore lint/suspicious/noExplicitAny: a sample is broken against its type.
type Broken = any;
type Break = (notebook: Broken) => void;

/** What is broken, and a word of the complaint that it must earn. */
const breaks: readonly (readonly [Break, RegExp])[] = [
  [(n) => (n.cells[0].source = ["# A server\n\n", "You see."]), /title/],
  [(n) => n.cells[0].source.splice(2, 1, "One line,\nand another.\n"), /promise/],
  [(n) => n.cells[0].source.pop(), /tells no needs/],
  [(n) => last(n, "code").source.splice(0), /closeAll/],
  [(n) => cell(n, "summary").source.push("\n- more".repeat(6)), /no summary/],
  [(n) => remove(n, "summary"), /no summary/],
  [(n) => remove(n, "exercises"), /no cells "exercises"/],
  [(n) => remove(n, "import-check"), /import check/],
  [(n) => remove(n, "exercise-2-yours"), /exercise 01\.2 has other cells/],
  [(n) => n.cells.splice(n.cells.indexOf(cell(n, "exercise-2")), 6), /1 exercises/],
  [(n) => replace(cell(n, "exercise-1"), "**1.**", "1."), /no statement/],
  [(n) => replace(cell(n, "exercise-1"), /<details>/g, ""), /01\.1 gives no hint/],
  [(n) => (cell(n, "exercise-1-yours").source = []), /no place for the answer/],
  [(n) => (cell(n, "exercise-1-check").source = ["serveLengths;"]), /01\.1 is not checked/],
  [(n) => (cell(n, "exercise-1-check").outputs = []), /01\.1 does not start unsolved/],
  [(n) => replace(cell(n, "mistake"), "## One", "One"), /no heading "## One recv/],
  [(n) => n.cells.pop(), /neighbours/],
  [(n) => replace(n.cells.at(-1), " · next: ", " · then: "), /neighbours/],
  [(n) => last(n, "code").source.push("\n//".repeat(16)), /lines, more than 15/],
  [(n) => last(n, "code").source.push(`//${"x".repeat(130)}`), /characters/],
  [(n) => n.cells.splice(3, 25), /cells, fewer/],
  [(n) => n.cells[1].source.push("\nword".repeat(900)), /words, more/],
  [(n) => n.cells[1].source.push("[x](99-nothing.ipynb)"), /99-nothing\.ipynb, which/],
  [(n) => (n.metadata.kernelspec.name = "python3"), /another kernel/],
  [(n) => (n.metadata.widgets = {}), /metadata/],
  [(n) => (n.metadata.language_info.version = "5"), /metadata/],
  [(n) => (n.cells[3].metadata.collapsed = true), /metadata/],
  [(n) => (last(n, "code").execution_count = 7), /execution count/],
  [(n) => (n.cells[4].id = n.cells[2].id), /several cells/],
  [(n) => (n.cells[4].id = "8F3A"), /id tells nothing/],
  [(n) => last(n, "code").outputs.push({ output_type: "error" }), /shows an error/],
];

describe("a notebook that is broken in one place is found", () => {
  for (const [breakIt, complaint] of breaks) {
    test(`${breakIt.toString().slice(7, 70)}`, () => {
      const notebook = JSON.parse(files[path] ?? "");
      breakIt(notebook);
      const findings = findingsWith({ [path]: JSON.stringify(notebook, null, 1) });
      assert.ok(
        findings.some(({ says }) => complaint.test(says)),
        JSON.stringify(findings),
      );
      for (const { says } of findings) assert.match(says, /; /, "it says how to mend it");
    });
  }

  test("questions without a hint, and too few, in a notebook behind the course", () => {
    const shown = "notebooks/11-what-the-system-sees.ipynb";
    const complaints = (text: string) => {
      const notebook = JSON.parse(files[shown] ?? "");
      cell(notebook, "exercises").source = [text];
      return findingsWith({ [shown]: `${JSON.stringify(notebook, null, 1)}\n` }).map(
        ({ says }) => says,
      );
    };
    assert.match(complaints("## Exercises\n\n**1.** One.").join(), /too few exercises/);
    const two = "## Exercises\n\n**1.** One.\n\n**2.** Two.";
    assert.match(complaints(two).join(), /exercise 1 gives no hint.*exercise 2 gives no hint/);
  });

  test("an exercise without a solution, and one without a wrong answer", () => {
    for (const kind of ["", ".wrong"]) {
      const solutions = `tests/notebooks/solutions/01${kind}.ts`;
      const text = (files[solutions] ?? "").replaceAll("// %% 01.2", "//");
      const [finding] = findingsWith({ [solutions]: text });
      assert.match(finding?.says ?? "", /exercise 01\.2 (has no solution|was tried with no wrong)/);
    }
  });

  test("text that is no JSON, keys in another order, and a stray file", () => {
    assert.match(findingsWith({ [path]: "{" })[0]?.says ?? "", /no JSON/);
    const { cells, ...rest } = JSON.parse(files[path] ?? "");
    const text = `${JSON.stringify({ ...rest, cells }, null, 1)}\n`;
    assert.match(findingsWith({ [path]: text })[0]?.says ?? "", /keys sorted/);
    assert.match(findingsWith({ "notebooks/Untitled.ipynb": "{}" })[0]?.says ?? "", /rename/);
  });
});

test("the course itself keeps its form", () => {
  assert.deepEqual(notebooksKeepTheirForm(tree), []);
});

function findingsWith(changed: Record<string, string>) {
  return notebooksKeepTheirForm(sample({ ...files, ...changed }));
}

function last(notebook: Broken, kind: string): Broken {
  return notebook.cells.findLast((cell: Broken) => cell.cell_type === kind);
}

function cell(notebook: Broken, id: string): Broken {
  return notebook.cells.find((one: Broken) => one.id === id);
}

function remove(notebook: Broken, id: string): void {
  notebook.cells.splice(notebook.cells.indexOf(cell(notebook, id)), 1);
}

function replace(cell: Broken, from: string | RegExp, to: string): void {
  cell.source = [cell.source.join("").replace(from, to)];
}
