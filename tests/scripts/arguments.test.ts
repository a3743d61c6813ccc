import assert from "node:assert/strict";
import { test } from "node:test";
import { typescript } from "./terminal.js";
import { sameTranscript, transcripts } from "./transcripts.js";

test("arguments: prints what it was given", async () => {
  await using window = typescript("arguments", "one", "two");
  assert.equal(await window.exited, 0);
  sameTranscript(window.screen, transcripts.arguments);
});

test("arguments: prints options, spaces and umlauts as they are", async () => {
  await using window = typescript("arguments", "--help", "two words", "größe");
  assert.equal(await window.exited, 0);
  assert.match(
    window.screen,
    /Number of arguments: 3\nArgument list: \n--help\ntwo words\ngröße\n$/,
  );
});
