import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Process, run } from "./process.js";
import { type Language, pairs, program, Terminal } from "./terminal.js";

const place = mkdtempSync(join(tmpdir(), "socketbook-files-"));
const root = join(place, "root");
const received = join(place, "received");
mkdirSync(join(root, "folder"), { recursive: true });
mkdirSync(received);
after(() => rmSync(place, { recursive: true }));

/** Sizes around the block of 1024, and names that need care. */
const files = {
  "one block": randomBytes(1024),
  "one byte more": randomBytes(1025),
  "largé ümlaut.bin": randomBytes(3 * 1024 * 1024 + 17),
  empty: Buffer.alloc(0),
  "folder/line ends.txt": Buffer.from("a\r\nb\n\0c"),
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);

for (const [serverLanguage, clientLanguage] of pairs) {
  test(`file transfer: ${serverLanguage} server, ${clientLanguage} client`, async () => {
    await using server = new Process(command(serverLanguage, "file-server", "0"), { cwd: root });
    const port = await portOf(server);
    for (const [name, content] of Object.entries(files)) {
      const target = join(received, "file");
      const client = new Process(
        command(clientLanguage, "file-client", `127.0.0.1:${port}:${name}`, target),
      );
      assert.equal(await client.exited, 0, client.stderr);
      assert.ok(readFileSync(target).equals(content), `${name} arrived as it was`);
    }
  });
}

test("a progress bar on a terminal, none in a pipe", async () => {
  await using server = run("file-server", "0", "--root", root);
  const source = `127.0.0.1:${await portOf(server)}:largé ümlaut.bin`;

  await using window = new Terminal(program("file-client", source, join(received, "bar")));
  assert.equal(await window.exited, 0);
  assert.match(window.screen, /\[#+\] 100 % of 3145745 bytes\n/);

  await using client = run("file-client", source, join(received, "bar"));
  assert.equal(await client.exited, 0);
  assert.doesNotMatch(client.stdout + client.stderr, /#|%|\r/);
  assert.deepEqual(
    readdirSync(received).filter((name) => name.endsWith(".part")),
    [],
  );
});

function command(language: Language, name: string, ...parameters: string[]): string[] {
  if (language === "TypeScript") return program(name, ...parameters);
  const folder = fileURLToPath(new URL("python", import.meta.url));
  return ["python3", "-u", join(folder, `${name.replace("-", "_")}.py`), ...parameters];
}

async function portOf(server: Process): Promise<number> {
  return Number((await server.says(/(?:port |', )(\d+)\)?\n/))[1]);
}
