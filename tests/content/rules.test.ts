import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { commandsExist } from "./commands.js";
import { lockServesEverySystem } from "./every-system.js";
import { shortSources, smallFiles } from "./file-size.js";
import { linksResolve } from "./links.js";
import { noMachinePaths } from "./machine-paths.js";
import { mapShowsTree } from "./readme-map.js";
import { noRegistryHosts } from "./registry-hosts.js";
import { type Rule, sample } from "./tree.js";

// Put together from parts, so that the rules find nothing in this file itself.
const home = ["", "home", "somebody", "clone"].join("/");
const work = ["", "work"].join("/");
const userFolder = ["C:", "Users", "somebody"].join("\\");
const registry = ["registry", "example", "org"].join(".");

/** Each sample holds the given number of breaches, all of them in the file named. */
const samples: readonly (readonly [Rule, string, Readonly<Record<string, string>>, number])[] = [
  [noMachinePaths, "a.ts", { "a.ts": `open("${home}");\n\nopen("${userFolder}");` }, 2],
  [noMachinePaths, "a.ts", { "a.ts": `import ".${work}/home.js"; open("tests${home}");` }, 0],
  [noRegistryHosts, "a.md", { "a.md": `From ${registry} it comes.` }, 1],
  [noRegistryHosts, "l.json", { "l.json": '"resolved": "https' + '://host/x.tgz"' }, 1],
  [noRegistryHosts, "l.json", { "l.json": '"resolved": "lib", "link": true' }, 0],
  [shortSources, "long.ts", { "long.ts": "x\n".repeat(251), "ok.py": "x\n".repeat(250) }, 1],
  [shortSources, "", { "data.json": "x\n".repeat(1000) }, 0],
  [smallFiles, "big.png", { "big.png": "x".repeat(2 ** 20 + 1), ok: "x".repeat(2 ** 20) }, 1],
  [mapShowsTree, "README.md", { "README.md": "no map", "lib/a.ts": "" }, 1],
  [mapShowsTree, "README.md", { "README.md": "```\nold/ gone\n```", "lib/a.ts": "" }, 2],
  [mapShowsTree, "README.md", { "README.md": "```\nlib/ calls\n```", "lib/a.ts": "" }, 0],
  [linksResolve, "a.md", { "a.md": "[x](b.md) [y](#no) [z](docs/#x)", "docs/c.md": "" }, 2],
  [
    linksResolve,
    "d/a.md",
    { "d/a.md": "# One `two`\n[x](../b.md#b-c) [y](#one-two)", "b.md": "## B, c" },
    0,
  ],
  [linksResolve, "a.md", { "a.md": "`[x](y)` [mail](mailto:a) [web](https://example.org)" }, 0],
  [
    commandsExist,
    "README.md",
    { "package.json": '{"scripts":{"test":"x"}}', "README.md": "npm run go; npm test; npm start" },
    2,
  ],
];

describe("a content rule finds what breaks it and nothing else", () => {
  for (const [rule, path, files, breaches] of samples) {
    test(`${rule.name}: ${breaches} in ${JSON.stringify(files).slice(0, 60)}`, () => {
      const findings = rule(sample(files));
      assert.equal(findings.length, breaches, JSON.stringify(findings));
      for (const finding of findings) {
        assert.equal(finding.path, path);
        assert.match(finding.says, /; /, "a finding says what is wrong; and how to mend it");
      }
    });
  }
});

test("a lock without the program of another system is found", () => {
  const packages = {
    "node_modules/tool": { optionalDependencies: { "tool-linux": "1", "tool-windows": "1" } },
    "node_modules/tool-linux": {},
  };
  const findings = lockServesEverySystem(
    sample({ "package-lock.json": JSON.stringify({ packages }) }),
  );
  assert.equal(findings.length, 1);
  assert.match(findings[0]?.says ?? "", /tool-windows/);
});
