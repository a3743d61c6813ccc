/** Which differences between two runs of a drawing count, and which are only times and ports. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import {
  AF_INET,
  clearHistory,
  closeAll,
  encode,
  SOCK_STREAM,
  sequenceDiagram,
  sequenceText,
  socket,
} from "socketbook";
import { environment } from "../../binder/places.mjs";

type Data = Readonly<Record<string, string>>;

const shown: Data[] = [];
const key = Symbol.for("socketbook.notebook");
Object.assign(globalThis, {
  [key]: { currentCell: () => undefined, display: (data: Data) => shown.push(data) },
});
after(() => Reflect.deleteProperty(globalThis, key));

/** What a cell with a drawing puts out: the picture with its text, and the text printed. */
async function run(): Promise<{ display: Data; printed: string }> {
  clearHistory();
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(server.getsockname());
  const [connection] = await server.accept();
  const waiting = connection.recv(10);
  await client.send(encode("hello"));
  await waiting;
  sequenceDiagram({ title: "One client" });
  const printed = `${sequenceText()}\n`;
  await closeAll();
  return { display: shown.at(-1) ?? {}, printed };
}

/** What the comparison of notebooks keeps of these outputs. */
function kept({ display, printed }: { display: Data; printed: string }): string {
  const outputs = [
    { output_type: "display_data", data: display },
    { output_type: "stream", name: "stdout", text: printed },
  ];
  const program =
    "import json, sys, normal; print(json.dumps(normal.stable(json.load(sys.stdin))))";
  const { stdout, stderr } = spawnSync(environment().python, ["-c", program], {
    cwd: import.meta.dirname,
    input: JSON.stringify(outputs),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  assert.equal(String(stderr), "");
  return String(stdout);
}

describe("a drawing in a notebook", () => {
  let first = { display: {} as Data, printed: "" };
  before(async () => {
    first = await run();
  });

  /** The same drawing with something changed in all of its forms. */
  function changed(change: (text: string) => string) {
    const display = Object.entries(first.display).map(([kind, text]) => [kind, change(text)]);
    const copy = { display: Object.fromEntries(display), printed: change(first.printed) };
    assert.notDeepEqual(copy, first, "nothing was changed");
    return copy;
  }

  test("is the same in another run", async () => {
    assert.equal(kept(await run()), kept(first));
  });

  test("is the same with other times, waits and lengths of ports", () => {
    const other = changed((text) =>
      text
        .replace(/^ {2,3}\d+\.\d ms/gm, "1234.50 s")
        .replace(/(?<=class="time"[^>]*>)[^<]*/g, "987.6 ms")
        .replace(/(listen|accept → connection)\b/g, "$1, waited 2.34 s")
        .replace(/127\.0\.0\.1:\d+( ?)/g, "127.0.0.1:99$1"),
    );
    assert.equal(kept(other), kept(first));
  });

  const differences: readonly (readonly [string, (text: string) => string])[] = [
    ["another text", (text) => text.replaceAll("hello", "hullo")],
    ["another count", (text) => text.replaceAll("5 bytes", "6 bytes")],
    ["another outcome", (text) => text.replaceAll("listen", "listen EINVAL")],
    ["another name of a lane", (text) => text.replaceAll("client", "guest")],
    [
      "another lane",
      (text) => text.replace("● listen", "│    ● listen").replace(/cx="96"/, 'cx="346"'),
    ],
    ["no arrow", (text) => text.replace(/├─+▶/, "│").replace(/<path class="arrow bytes".*/, "")],
    ["a line less", (text) => text.replace(/.*listen.*\n/, "")],
    ["another order", (text) => text.replace(/(.*listen.*\n)([\s\S]*)(.*send.*\n)/, "$3$2$1")],
    ["another host", (text) => text.replaceAll("127.0.0.1", "127.0.0.2")],
  ];
  for (const [what, change] of differences) {
    test(`differs with ${what}, as a picture and as text`, () => {
      const other = changed(change);
      const only = (kind: string) => ({
        ...first,
        display: { ...first.display, [kind]: other.display[kind] ?? "" },
      });
      assert.notEqual(kept(only("image/svg+xml")), kept(first), "the picture");
      assert.notEqual(kept(only("text/plain")), kept(first), "its text");
      assert.notEqual(kept({ ...first, printed: other.printed }), kept(first), "printed");
    });
  }
});
