/** What students hand in, by mistake or by malice: names, links and files that are in the way of grading. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { copyOf } from "../../checker/src/grade/copy.js";
import { remove } from "../../checker/src/grade/remove.js";
import { fileNameOf } from "../../checker/src/grade/reports.js";
import { csvOf, jsonOf } from "../../checker/src/grade/tables.js";
import { main } from "../../checker/src/main.js";

const bank = join(import.meta.dirname, "bank");
const made = mkdtempSync(join(tmpdir(), "socketbook-handed-in-"));
// Node's own rm fails on paths that are too long.
after(() => execFileSync("rm", ["-rf", made]));

const steering = /(?!\n)[\p{C}\u2028\u2029]/u;
const skip = process.platform === "win32" && "Windows has no such names, links and files";

/** A folder and its copy. */
function folderWith(name: string): { source: string; target: string } {
  const source = join(made, name);
  mkdirSync(source);
  return { source, target: join(made, `${name}-copy`) };
}

it("an unreadable file, loops of links, links out, and what is no file are left out", {
  skip,
}, async () => {
  const { source, target } = folderWith("odd");
  writeFileSync(join(source, "server.py"), "pass");
  writeFileSync(join(source, "locked"), "");
  chmodSync(join(source, "locked"), 0);
  mkdirSync(join(source, "inner"));
  for (const [to, name] of [
    ["../server.py", "inner/link"],
    ["/etc/passwd", "out"],
    ["../../odd-copy", "inner/beside"],
    ["loop", "loop"],
    ["nothing", "dangling"],
  ] as const) {
    symlinkSync(to, join(source, name));
  }
  execFileSync("mkfifo", [join(source, "pipe")]);
  const script = `import os, socket
os.chdir(${JSON.stringify(source)})
socket.socket(socket.AF_UNIX).bind("socket")
open(b"caf\\xe9", "w").close()
for depth in range(20):
    os.mkdir("d" * 250)
    os.chdir("d" * 250)`;
  execFileSync("python3", ["-c", script]);

  // Everything is readable for root: somebody else looks.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    mkdirSync(target, { mode: 0o777 });
    chmodSync(target, 0o777);
    chmodSync(made, 0o755);
    process.seteuid?.(65534);
  }
  const remarks = await copyOf(source, target).finally(() => isRoot && process.seteuid?.(0));
  assert.deepEqual(readdirSync(target).sort(), ["d".repeat(250), "inner", "server.py"].sort());
  assert.equal(readFileSync(join(target, "inner", "link"), "utf8"), "pass");
  assert.deepEqual(readdirSync(join(target, "inner")), ["link"]);
  for (const why of [
    /^left out: locked: EACCES$/,
    /^left out: out: is a link that leads out$/,
    /^left out: inner.beside: is a link that leads out$/,
    /^left out: loop: ELOOP$/,
    /^left out: dangling: ENOENT$/,
    /^left out: pipe: is no file$/,
    /^left out: socket: is no file$/,
    /^left out: caf\uFFFD: its name is not UTF-8$/,
    /^left out: d+.*: ENAMETOOLONG$/,
  ]) {
    assert.equal(remarks.filter((remark) => why.test(remark)).length, 1, `${why}\n${remarks}`);
  }
});

it("more than any assignment needs is not copied", async () => {
  const { source, target } = folderWith("huge");
  writeFileSync(join(source, "core"), "");
  truncateSync(join(source, "core"), 2 ** 40);
  await assert.rejects(copyOf(source, target), /is too large/);
});

it("a thousand files, and a folder that nobody could copy in the wrong way", async () => {
  const { source, target } = folderWith("many");
  for (let number = 0; number < 1000; number++) writeFileSync(join(source, `${number}`), "");
  assert.deepEqual(await copyOf(source, target), []);
  assert.equal(readdirSync(target).length, 1000);
});

it("a class with misleading names: each gets what it deserves, and every line is one line", {
  skip,
}, async () => {
  const folder = join(made, "class");
  cpSync(join(bank, "thanks", "right.py"), join(folder, "anna", "server.py"), { recursive: true });
  mkdirSync(join(folder, "bela"));
  symlinkSync("../anna/server.py", join(folder, "bela", "server.py"));
  symlinkSync("anna", join(folder, "carla"));
  const names = [
    `${"x".repeat(252)}.py`,
    "=cmd|' C calc'!A0.txt",
    'a;=1+1,"b".txt',
    "fake\n3⁄3 anna: 0 of 16 points.txt",
    "\x1b]0;title\x07\x9b2J\u202ea\u2028b\u061cc.txt",
  ];
  for (const name of names) writeFileSync(join(folder, name), "no program");
  const out = join(made, "grades");
  // A run before this one, or a program of a student, has left things where the grades go.
  mkdirSync(join(out, "reports", "anna.txt"), { recursive: true });
  writeFileSync(join(made, "precious"), "precious");
  symlinkSync(join(made, "precious"), join(out, "grades.csv"));
  assert.equal(await main(["grade", folder, "--system", "thanks", "--out", out]), 0);

  const [, ...rows] = readFileSync(join(out, "grades.csv"), "utf8").trimEnd().split("\r\n");
  assert.equal(readFileSync(join(made, "precious"), "utf8"), "precious");
  assert.equal(rows.length, names.length + 3);
  assert.match(rows.find((row) => row.startsWith("anna,")) ?? "", /^anna,(\d+),\1,yes,/);
  assert.match(rows.find((row) => row.startsWith("bela,")) ?? "", /^bela,0,\d+,no,.*could be read/);
  assert.match(rows.find((row) => row.startsWith("carla,")) ?? "", /^carla,0,\d+,no,/);
  assert.equal(rows.filter((row) => /^"?'=cmd/.test(row)).length, 1);
  assert.equal(rows.filter((row) => row.startsWith('"a;=1+1,""b"".txt"')).length, 1);
  for (const row of rows) assert.doesNotMatch(row, steering);

  const json = readFileSync(join(out, "grades.json"), "utf8");
  assert.doesNotMatch(json, steering);
  const { submissions } = JSON.parse(json) as { submissions: { submission: string }[] };
  assert.deepEqual(
    submissions.map(({ submission }) => submission),
    ["anna", "bela", "carla", ...names].sort(),
  );
  const reports = readdirSync(join(out, "reports"));
  assert.equal(reports.length, submissions.length);
  for (const report of reports) {
    assert.doesNotMatch(report, /[\p{C}\n]/u);
    assert.doesNotMatch(readFileSync(join(out, "reports", report), "utf8"), steering);
  }
  assert.match(readFileSync(join(out, "reports", "bela.txt"), "utf8"), /is a link that leads out/);
});

it("names that look alike when they are made harmless get reports of their own", () => {
  const names = ["a\nb", "a\tb", "a_b", "x".repeat(255), `${"x".repeat(254)}y`];
  assert.equal(new Set(names.map(fileNameOf)).size, names.length);
  for (const name of names) assert.ok(Buffer.byteLength(fileNameOf(name)) <= 255);
});

it("what a program has made hard to remove is removed", { skip }, async () => {
  const { source } = folderWith("stubborn");
  const script = `import os
os.chdir(${JSON.stringify(source)})
os.mkdir("closed", 0o700)
open("closed/file", "w").close()
os.chmod("closed", 0)
for depth in range(30):
    os.mkdir("d" * 250)
    os.chdir("d" * 250)`;
  execFileSync("python3", ["-c", script]);
  assert.equal(await remove(source), true);
});

it("tables of nobody are tables", () => {
  assert.match(csvOf([]), /^submission,/);
  assert.deepEqual(JSON.parse(jsonOf("adder", [])), { system: "adder", submissions: [] });
});
