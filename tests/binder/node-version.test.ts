import assert from "node:assert/strict";
import { test } from "node:test";
import { isSupported } from "../../binder/node-version.mjs";

test("a Node that can require a module is accepted", () => {
  for (const version of ["20.19.0", "20.20.2", "22.12.0", "23.0.0", "24.1.0", "26.0.0"]) {
    assert.equal(isSupported(version), true, version);
  }
});

test("an older Node is refused", () => {
  for (const version of ["12.22.12", "18.20.8", "20.18.3", "21.7.3", "22.11.0"]) {
    assert.equal(isSupported(version), false, version);
  }
});
