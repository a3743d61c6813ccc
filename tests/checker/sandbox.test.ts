/** Submissions that attack the checker, each other and the teacher. They attack only where they are confined. */
import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { gradeAll } from "../../checker/src/grade/grade.js";
import { Room } from "../../checker/src/grade/room.js";
import { submissionsIn } from "../../checker/src/grade/submission.js";
import { usualLimits } from "../../checker/src/run/limits.js";
import { Program } from "../../checker/src/run/program.js";
import { reportText } from "../../checker/src/verdict/report.js";

const made = mkdtempSync(join(tmpdir(), "socketbook-sandbox-"));
after(() => rmSync(made, { recursive: true }));
const room = await Room.open([]);
after(() => room[Symbol.asyncDispose]());
const skip = !room.hasSandboxes && "this machine lets this user make no sandboxes";

const right = readFileSync(join(import.meta.dirname, "bank", "thanks", "right.py"), "utf8");
const secret = `secret-${Math.random()}`;

/** What a program does before it behaves. In a sandbox its number is small: elsewhere it does nothing. */
function attacking(lines: string): string {
  return `import glob, os, sys\nassert os.getpid() < 100\n${lines}\n${right}`;
}

const out = join(made, "grades");
const submitted = join(made, "class");
const programs: Readonly<Record<string, string>> = {
  "anna.py": right,
  // Everybody, its parent, the first process, its group.
  "kills.py": attacking(`
def kill(pid):
    try:
        os.kill(pid, 9)
    except OSError as error:
        print(error)
for pid in [-1, os.getppid(), 1]:
    kill(pid)`),
  // The others' files, the grades, the checker, its own source, and the disk.
  "writes.py": attacking(`
for path in ${JSON.stringify([submitted, out, made, import.meta.dirname])} + [os.path.expanduser("~")]:
    for found in glob.glob(path + "/*") + [path + "/new"]:
        try:
            open(found, "w").close()
            sys.exit("could write " + found)
        except OSError as error:
            print(error)
open(__file__, "a").write("# changed")`),
  // Keys in the environment, here and of the checker; the others' work.
  "reads.py": attacking(`
found = str(os.environ)
for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline") + glob.glob("${submitted}/*") + glob.glob("${made}/*/*"):
    try:
        found += open(path).read()
    except OSError as error:
        print(error)
sys.exit("found: " + " ".join(word for word in found.split() if "secret-" in word or "anna" in word))`),
};

it("grades in the folder of the submissions are hidden with it", { skip }, async () => {
  const both = [made, join(made, "class", "grades")];
  await using inside = await Room.open(both);
  assert.ok(inside.hasSandboxes);
  assert.deepEqual(inside.seen, []);
});

it("a folder that holds what programs need is told to be seen", { skip }, async () => {
  await using wide = await Room.open([realpathSync(tmpdir()), made]);
  assert.ok(wide.hasSandboxes);
  assert.deepEqual(wide.seen, [realpathSync(tmpdir())]);
});

it("attacks on processes, files and keys harm nobody", { skip }, async () => {
  for (const folder of [submitted, out]) mkdirSync(folder);
  for (const [name, source] of Object.entries(programs))
    writeFileSync(join(submitted, name), source);
  writeFileSync(join(out, "grades.csv"), "secret-grades");
  process.env.SOCKETBOOK_TEST_KEY = secret;
  const grades = await gradeAll(await submissionsIn(submitted), {
    ...{ system: "thanks", limits: usualLimits, jobs: 2, hidden: [out] },
    onWarning: assert.fail,
  });
  delete process.env.SOCKETBOOK_TEST_KEY;

  const results = new Map(grades.map(({ submission, result }) => [submission, result]));
  for (const name of ["anna.py", "kills.py", "writes.py"]) {
    const result = results.get(name);
    assert.equal(result?.points, result?.outOf, `${name}: ${result && reportText(result)}`);
  }
  const [first] = results.get("reads.py")?.outcomes ?? [];
  assert.match(first?.came ?? "", /^exit status 1; it said:\n(.*\n)*\| found: *$/, first?.came);
  for (const [name, source] of Object.entries(programs)) {
    assert.equal(readFileSync(join(submitted, name), "utf8"), source);
  }
  assert.equal(readFileSync(join(out, "grades.csv"), "utf8"), "secret-grades");
  assert.deepEqual(readdirSync(made).sort(), ["class", "grades"]);
});

it("whoever leaves its session, its parents and its environment ends with the program", {
  skip,
}, async () => {
  const { base, sandbox } = await room.newCopy();
  const hiding = `
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execve("/bin/sleep", ["sleep", "600.${process.pid}"], {})
    os._exit(0)
os.wait()
print("hidden", flush=True)
time.sleep(600)`;
  const limits = { ...usualLimits, sandbox };
  const program = new Program(["python3", "-c", hiding], { folder: base, limits });
  while (!String(program.stdout).includes("hidden"))
    await new Promise((done) => setImmediate(done));
  const sleeping = () =>
    readdirSync("/proc").filter((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(`600.${process.pid}`);
      } catch {
        return false; // it has ended
      }
    });
  // The program itself has the number in its text as well.
  assert.ok(sleeping().length > 1);
  await program[Symbol.asyncDispose]();
  await program.silent;
  assert.deepEqual(sleeping(), []);
});

it("a program that ends by a signal is told so, in a sandbox too", { skip }, async () => {
  const { base, sandbox } = await room.newCopy();
  const limits = { ...usualLimits, sandbox };
  const words = ["python3", "-c", "import os; os.abort()"];
  await using program = new Program(words, { folder: base, limits });
  await program.exited;
  assert.equal(program.ending, "signal SIGABRT");
});
