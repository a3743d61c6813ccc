import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { badBytes } from "./bad-bytes.js";
import { Finding, type Torture } from "./finding.js";
import { systems } from "./systems.js";

/** The same names each time: what was found out once is found out always. */
const torture: Torture = {
  seed: 7,
  from: 0,
  inputs: 3000,
  patience: 2,
  release: 60,
  progress: () => undefined,
};

/** Each does one thing with names that some file server has done, and gives a secret away by it. */
const faults = [
  ["joins", "takes every name"],
  ["begins", "takes what only begins like its folder"],
  ["resolves", "takes an absolute path"],
  ["drives", "cuts a drive off after its look at the name"],
  ["strips", "takes ../ out of a name, once"],
  ["turns", "takes a backslash for a slash"],
  ["decodes", "decodes what is written in percents"],
  ["overlong", "reads characters that are written too long"],
  ["folds", "takes signs that look like dots for dots"],
  ["trims", "takes spaces from the ends of names"],
  ["streams", "cuts the name of a stream off"],
  ["drops", "drops NULs"],
  ["links", "follows links"],
] as const;

describe("a file server that gives away what lies outside is found out", { concurrency: 2 }, () => {
  for (const [fault, what] of faults) {
    test(`one that ${what}`, async () => {
      const file = systems.find(({ name }) => name === "file");
      assert.ok(file);
      const script = "../tests/torture/samples/bad-file-server";
      const bad = { ...file, script, options: ["--fault", fault] };
      await assert.rejects(badBytes(bad, torture), (error) => {
        assert.ok(error instanceof Finding, String(error));
        assert.match(
          error.message,
          /gave away a secret that lies outside|the answer "OK \d/,
          fault,
        );
        return true;
      });
    });
  }
});
