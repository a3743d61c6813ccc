import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, test } from "node:test";
import { run } from "./process.js";
import { silentPort } from "./silent-port.js";

const everywhere = ["uppercase-server", "thanks-server", "reverse-echo-server", "adder-server"];
const here = ["greeting-server", "file-server"];
const clients = ["uppercase", "thanks", "reverse-echo", "greeting", "adder"].map(
  (name) => `${name}-client`,
);

describe("the first line of the help", { concurrency: 2 }, () => {
  for (const name of [...everywhere, ...here]) {
    test(`${name} says where it listens and what that means`, async () => {
      await using program = run(name, "--help");
      assert.equal(await program.exited, 0);
      const [first = ""] = program.stdout.split("\n");
      if (everywhere.includes(name)) assert.match(first, /every interface.*every machine/);
      else assert.match(first, /127\.0\.0\.1.*only programs on this machine/);
      assert.equal(program.stderr, "");
    });
  }
});

describe("a wrong command line shows the usage and ends with 2", { concurrency: 2 }, () => {
  for (const [name, ...parameters] of [
    ["uppercase-server", "--prot", "12000"],
    ["uppercase-server", "stray"],
    ["uppercase-client", "--port", "twelve"],
    ["greeting-server", "--timeout", "soon"],
    ["adder-server", "--timeout", "0"],
    ["reverse-echo-client", "--port"],
    ["file-server"],
    ["file-server", "port"],
    ["file-client", "127.0.0.1:1:name"],
    ["file-client", "127.0.0.1:name", "target"],
    ["file-client", "::1:12000:name", "target"],
  ] as const) {
    test([name, ...parameters].join(" "), async () => {
      await using program = run(name, ...parameters);
      assert.equal(await program.exited, 2);
      assert.match(program.stderr, /^[a-z-]+: .+\n\nUsage: /);
      assert.equal(program.stdout, "");
    });
  }
});

describe("what cannot be done is told in one line and ends with 1", { concurrency: 2 }, () => {
  for (const name of [...everywhere, ...here, ...clients]) {
    test(`${name}: a port out of range`, async () => {
      const place = name === "file-server" ? ["65536"] : ["--port", "65536"];
      await endsWithOne(/65536 is out of range/, name, ...place);
    });
  }

  for (const name of [
    "thanks-client",
    "uppercase-client",
    "reverse-echo-client",
    "greeting-client",
  ]) {
    test(`${name}: no server`, async () => {
      await using silent = await silentPort(name === "greeting-client" ? "UDP" : "TCP");
      await endsWithOne(/ECONNREFUSED/, name, "--port", String(silent.port));
    });
  }

  test("file-client: no server", async () => {
    await using silent = await silentPort("TCP");
    await endsWithOne(/ECONNREFUSED/, "file-client", `127.0.0.1:${silent.port}:name`, "target");
  });

  for (const name of ["uppercase-server", "file-server"]) {
    test(`${name}: the port is taken`, async () => {
      const holder = createServer().listen(0);
      await once(holder, "listening");
      const port = String((holder.address() as AddressInfo).port);
      const place = name === "file-server" ? [port] : ["--port", port];
      await endsWithOne(/EADDRINUSE/, name, ...place).finally(() => holder.close());
    });
  }

  test("thanks-client: no such host", async () => {
    await endsWithOne(/nosuch\.invalid/, "thanks-client", "--host", "nosuch.invalid");
  });

  test("file-server: the folder is missing", async () => {
    await endsWithOne(/no folder/, "file-server", "0", "--root", "no/such/folder");
  });

  test("uppercase-client: the input ends before a sentence", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await endsWithOne(/input/, "uppercase-client", "--port", String(port)).finally(() =>
      server.close(),
    );
  });
});

async function endsWithOne(reason: RegExp, name: string, ...parameters: string[]): Promise<void> {
  await using program = run(name, ...parameters);
  assert.equal(await program.exited, 1, program.stderr);
  assert.match(program.stderr.trimStart(), /^[a-z-]+: [^\n]+\n$/);
  assert.match(program.stderr, reason);
}
