import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "./process.js";
import { exchange } from "./raw-client.js";

const size = 16 * 1024 * 1024;

test("300 clients that do not read their file: the next one is served, memory stays bounded", async () => {
  const root = mkdtempSync(join(tmpdir(), "socketbook-slow-"));
  writeFileSync(join(root, "large"), Buffer.alloc(size, "x"));
  const slow: Socket[] = [];
  try {
    await using server = run("file-server", "0", "--root", root, "--timeout", "600");
    const port = Number((await server.says(/', (\d+)\)\n/))[1]);
    for (let number = 0; number < 300; number++) {
      const socket = connect(port, "127.0.0.1");
      slow.push(socket.on("error", assert.fail));
      socket.write("large\n");
      await once(socket, "readable"); // the status line has come; nobody reads on
    }
    assert.equal((await exchange(port, "large\n")).length, `OK ${size}\n`.length + size);
    if (!existsSync("/proc/self/status")) return;
    const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
    const memory = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    assert.ok(memory < 300, `${memory} MiB`);
  } finally {
    for (const socket of slow) socket.destroy();
    rmSync(root, { recursive: true });
  }
});
