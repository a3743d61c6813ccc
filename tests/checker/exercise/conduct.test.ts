import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection, createServer } from "node:net";
import { afterEach, describe, test } from "node:test";
import { AF_INET, type Cell, type Notebook, openSockets, SOCK_STREAM, socket } from "socketbook";
import { conduct, type Outcome } from "../../../checker/src/exercise/conduct.js";
import type { Exercise } from "../../../checker/src/exercise/exercise.js";

const key = Symbol.for("socketbook.notebook");
const global = globalThis as { [key]?: Notebook };

afterEach(() => {
  delete global[key];
  delete process.env.SOCKETBOOK_PATIENCE;
  assert.deepEqual(openSockets(), []);
});

function exercise(check: Exercise["check"]): Exercise {
  return { id: "99.1", title: "A sample", reread: "Somewhere", check };
}

/** An exercise that calls what was made, and wants 7. */
const seven = exercise(async (trial, made) => {
  trial.attempt("f(7)", "7", "it gives something else");
  trial.equal(await trial.call(trial.function<[number], unknown>(made), 7), 7);
});

function failed(outcome: Outcome) {
  assert.equal(outcome.kind, "failed", JSON.stringify(outcome));
  return outcome as Extract<Outcome, { kind: "failed" }>;
}

describe("what is not begun is not solved yet", () => {
  const starters: readonly (readonly [string, unknown])[] = [
    ["no value", undefined],
    ["an empty function", new Function("return () => {}")()],
    [
      "an empty async function with a comment",
      async (_: number) => {
        // your lines go here {}
      },
    ],
    [
      "a function that throws it",
      () => {
        throw new Error("not solved yet");
      },
    ],
    [
      "an async function that throws it",
      async () => {
        throw new Error("Not yet.");
      },
    ],
  ];
  for (const [what, made] of starters) {
    test(what, async () => {
      assert.equal((await conduct(seven, [made])).kind, "untouched");
    });
  }
  test("a check that gets nothing", async () => {
    assert.equal((await conduct(seven, [])).kind, "untouched");
  });
});

describe("a failure is told in four parts", () => {
  test("a wrong value", async () => {
    const { tried, expected, came, likely } = failed(await conduct(seven, [() => "eight"]));
    assert.deepEqual(
      { tried, expected, came, likely },
      { tried: "f(7)", expected: "7", came: '"eight"', likely: "it gives something else" },
    );
  });

  test("no function", async () => {
    assert.match(failed(await conduct(seven, [7])).came, /^7, which is no function/);
  });

  test("code of the learner's that throws", async () => {
    const made = async () => {
      await Promise.resolve();
      throw new RangeError("too large");
    };
    assert.match(failed(await conduct(seven, [made])).came, /your code failed.* RangeError: too/);
  });

  test("code that throws something that is no error", async () => {
    const made = () => Promise.reject("text");
    assert.match(failed(await conduct(seven, [made])).came, /your code failed.* text/);
  });

  test("with the line that the kernel names", async () => {
    global[key] = notebook({ cell: 4, line: 2 });
    const made = () => {
      throw new Error("x");
    };
    assert.match(failed(await conduct(seven, [made])).came, /\(in cell \[4\], line 2\)/);
  });
});

test("a function that never returns ends the check, after the time that it may be silent", async () => {
  process.env.SOCKETBOOK_PATIENCE = "0.2";
  const outcome = failed(await conduct(seven, [() => new Promise(() => undefined)]));
  assert.match(outcome.came, /did not return, and then nothing for 0\.2 seconds/);
});

describe("work in the background that nobody waits for", () => {
  test("fails the check with what it threw, and not the process", async () => {
    const made = async () => {
      void Promise.reject(new Error("lost"));
      await new Promise(() => undefined);
    };
    assert.match(failed(await conduct(seven, [made])).came, /your code failed.* Error: lost/);
  });

  test("may end by having its socket closed when the check is over", async () => {
    const made = async () => {
      const server = socket(AF_INET, SOCK_STREAM);
      await server.bind(["127.0.0.1", 0]);
      await server.listen();
      void (async () => {
        for (;;) await server.accept();
      })();
      return 7;
    };
    const before = process.listeners("unhandledRejection");
    assert.equal((await conduct(seven, [made])).kind, "solved");
    assert.deepEqual(process.listeners("unhandledRejection"), before);
  });
});

test("a check that expects nothing is broken, and so is one that throws: not the learner's fault", async () => {
  assert.equal(
    (
      await conduct(
        exercise(async () => undefined),
        [1],
      )
    ).kind,
    "broken",
  );
  const mistake = exercise(async () => {
    throw new TypeError("mistake");
  });
  assert.equal((await conduct(mistake, [1])).kind, "broken");
});

test("an interrupt of the cell ends the check, and closes what it opened", async () => {
  const stop = new AbortController();
  global[key] = notebook(undefined, stop.signal);
  const waits = exercise(async (trial) => {
    const server = await trial.server();
    const arrives = server.accept();
    stop.abort();
    await arrives;
  });
  assert.equal((await conduct(waits, [1])).kind, "interrupted");
});

test("sockets that the learner's code opens in the check are closed; those of before stay", async () => {
  const before = socket(AF_INET, SOCK_STREAM);
  await before.bind(["127.0.0.1", 0]);
  const leaves = async () => {
    const one = socket(AF_INET, SOCK_STREAM);
    await one.bind(["127.0.0.1", 0]);
    await one.listen();
    return 7;
  };
  assert.equal((await conduct(seven, [leaves])).kind, "solved");
  assert.deepEqual(
    openSockets().map(({ label }) => label),
    [before.label],
  );
  await before.close();
});

test("the check's ends of all connections are closed, whatever the learner's side does", async () => {
  const ended = createServer((guest) => guest.on("error", () => guest.destroy()));
  ended.listen(0, "127.0.0.1");
  await once(ended, "listening");
  const { port } = ended.address() as { port: number };
  const connects = exercise(async (trial) => {
    await trial.connect(["127.0.0.1", port]);
    const server = await trial.server();
    createConnection(server.address[1], "127.0.0.1").resume();
    await server.accept();
    trial.expect(true, "");
  });
  assert.equal((await conduct(connects, [1])).kind, "solved");
  const gone = once(ended, "close");
  ended.close();
  await gone;
});

function notebook(place?: { cell: number; line: number }, signal?: AbortSignal): Notebook {
  const cell = { id: "check", number: 9, signal: signal ?? new AbortController().signal };
  return {
    currentCell: (): Cell => cell,
    input: () => Promise.reject(new Error("nobody is asked")),
    display: () => undefined,
    placeOf: () => place,
  };
}
