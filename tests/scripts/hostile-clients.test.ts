import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { run } from "./process.js";
import { exchange, reset } from "./raw-client.js";

const root = mkdtempSync(join(tmpdir(), "socketbook-hostile-"));
writeFileSync(join(root, "file"), "content");
after(() => rmSync(root, { recursive: true }));

/** Each server, a good request and its answer; `whole` where a message has an end that can be missing. */
const servers = [
  { name: "uppercase-server", good: "hello", answer: /^HELLO$/ },
  {
    name: "uppercase-server",
    extra: ["--lines"],
    good: "hello\n",
    answer: /^HELLO\n$/,
    whole: true,
  },
  { name: "uppercase-server", extra: ["--concurrent"], good: "hello", answer: /^HELLO$/ },
  { name: "thanks-server", good: "Hai from client", answer: /^Thanks for connecting$/ },
  { name: "reverse-echo-server", good: "abc", answer: /^cba$/, stays: true },
  {
    name: "greeting-server",
    extra: ["--tcp"],
    good: "Hi",
    answer: /received your message$/,
    stays: true,
  },
  {
    name: "adder-server",
    good: "Al\n5\n",
    answer: /^Server of John Q\. Smith\n\d+\n$/,
    whole: true,
  },
  {
    name: "file-server",
    extra: ["--root", root],
    good: "file\n",
    answer: /^OK 7\ncontent$/,
    whole: true,
  },
];

describe("a server survives hostile clients", { concurrency: 4 }, () => {
  for (const { name, extra = [], good, answer, whole = false, stays = false } of servers) {
    test(`${[name, ...extra.filter((word) => word !== root)].join(" ")}`, async () => {
      const place = name === "file-server" ? ["0"] : ["--port", "0"];
      await using server = run(name, ...place, "--timeout", "3", ...extra);
      const port = Number((await server.says(/(?:port |', |:)(\d+)\)?\n/))[1]);
      const isServed = async () => {
        assert.match(String(await exchange(port, good, { end: stays })), answer);
      };
      await isServed();

      await exchange(port, ""); // says nothing at all, until the server hangs up
      await server.says(/\('127\.0\.0\.1', \d+\): .*(said nothing|no whole line)/);
      await isServed();

      await exchange(port, Buffer.alloc(3000, 0xff), { end: true });
      await isServed();

      const answered = await exchange(port, "hal", { end: true });
      if (whole) await server.says(/the peer finished in the middle of a line, after 3 bytes/);
      if (whole) assert.equal(answered.length, 0);
      await isServed();

      await exchange(port, Buffer.alloc(1024 * 1024, "x")).catch(isReset);
      await isServed();

      await reset(port, "");
      await reset(port, good.slice(0, 2));
      await reset(port, good);
      await isServed();

      // One that was reset before it was accepted has no address any more.
      const clients = server.notes.flatMap((note) => /^\('[\d.]+', \d+\)/.exec(note) ?? []);
      assert.deepEqual(clients, [...new Set(clients)], "one line about each client");
      for (const note of server.notes)
        assert.match(note, /^(\('[\d.]*', \d+\): |Listening on port)/);
    });
  }
});

function isReset(error: NodeJS.ErrnoException): void {
  assert.equal(error.code, "ECONNRESET");
}
