/** Plots of measured values, as a picture and as a table. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { type Plot, plot, plotText } from "socketbook";
import { readXml, shownBy } from "./pictures.js";

const speeds: Plot = {
  title: "How fast",
  x: "bytes",
  y: "MB/s",
  logarithmic: "both",
  series: {
    one: [
      [1, 0.51234],
      [1000, 1234.5],
    ],
    "two <&>": [[1000, 20]],
  },
};

test("the text is a table with three digits", () => {
  assert.equal(
    plotText(speeds),
    [
      "How fast (MB/s)",
      "bytes    one  two <&>",
      "    1  0.512        –",
      " 1000   1230       20",
    ].join("\n"),
  );
});

test("lines over numbers: the picture is XML and names what it shows, without a script", async () => {
  const [shown] = await shownBy(() => plot(speeds));
  const [picture] = readXml(shown?.["image/svg+xml"]);
  assert.equal(picture?.title?.[0], "How fast");
  assert.equal(picture?.desc?.[0], plotText(speeds));
  assert.equal(picture?.script, undefined);
  for (const text of ["How fast", "bytes", "MB/s", "one", "two <&>", "1,000"]) {
    assert.ok(picture?.text?.includes(text), text);
  }
  assert.doesNotMatch(shown?.["image/svg+xml"] ?? "", /(href|src|url)\s*[=(]\s*["']?http|@import/);
  assert.equal(shown?.["text/plain"], plotText(speeds));
});

test("bars over names", async () => {
  const [shown] = await shownBy(() =>
    plot({
      title: "Beside Python",
      x: "",
      y: "µs",
      series: {
        "64 bytes": [
          ["TypeScript", 31],
          ["Python", 28],
        ],
      },
    }),
  );
  const [picture] = readXml(shown?.["image/svg+xml"]);
  for (const text of ["TypeScript", "Python", "64 bytes", "µs"]) {
    assert.ok(picture?.text?.includes(text), text);
  }
});

test("the library that draws is loaded at the first plot, not before", () => {
  const refuse = `export function resolve(name, context, next) {
    if (name.startsWith("echarts")) throw new Error("loaded " + name);
    return next(name, context);
  }`;
  const program = `
    import { register } from "node:module";
    register("data:text/javascript," + encodeURIComponent(${JSON.stringify(refuse)}));
    const { plot } = await import("socketbook");
    console.log("imported");
    await plot({ title: "", x: "", y: "", series: {} }).catch(({ message }) => console.log(message));
  `;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program]);
  assert.match(String(output), /^imported\nloaded echarts/);
});
