import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { usualLimits } from "../../checker/src/run/limits.js";
import { examineServer } from "../../checker/src/servers/check-server.js";
import { reportText } from "../../checker/src/verdict/report.js";
import { documentProgram } from "./bank.js";

const scripts = join(import.meta.dirname, "..", "..", "scripts");
const options = { limits: usualLimits, idle: 1.2, lines: true };

describe("a message is a line", { concurrency: 4 }, () => {
  for (const system of ["uppercase", "thanks", "reverse-echo"]) {
    it(`the ${system} server of this repository passes with --lines`, async () => {
      const script = join(scripts, `${system}-server.ts`);
      const tsx = ["--import", import.meta.resolve("tsx")];
      const run = [process.execPath, ...tsx, script, "--lines", "--port", "{port}"];
      const result = await examineServer(system, { run }, options);
      assert.ok(result.passed, reportText(result));
    });
  }

  for (const [system, diagnosis] of [
    ["uppercase", "answers before the line is complete"],
    ["thanks", "answers without a line end"],
    ["reverse-echo", "takes the line end for a letter"],
  ] as const) {
    it(`the document's ${system} server, for which one recv is a message: ${diagnosis}`, async () => {
      const run = documentProgram(system, "server").words;
      const result = await examineServer(system, { run }, options);
      assert.equal(result.passed, false);
      const first = result.outcomes.find(({ state }) => state === "failed");
      assert.equal(first?.diagnosis, diagnosis, reportText(result));
    });
  }
});
