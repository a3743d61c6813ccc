import assert from "node:assert/strict";
import { test } from "node:test";
import { Process } from "./process.js";
import { pairs, portOf, program, start } from "./terminal.js";

for (const [serverLanguage, clientLanguage] of pairs) {
  test(`adder: ${serverLanguage} server, ${clientLanguage} clients`, async () => {
    await using server = start(serverLanguage, "adder-server", 0);
    const port = await portOf(server);

    await using client = start(clientLanguage, "adder-client", port);
    await answer(client, "Alice", "42");
    assert.equal(await client.exited, 0);
    const [, result = "", number, sum] = await client.shows(
      /(Client name: Alice\nServer name: Server of John Q\. Smith\nClient number: 42\nServer number: (\d+)\nSum: (\d+)\n)$/,
    );
    assert.equal(42 + Number(number), Number(sum));
    await server.shows(result);

    await using last = start(clientLanguage, "adder-client", port);
    await answer(last, "Bob", "101");
    assert.equal(await last.exited, 0);
    assert.equal(await server.exited, 0, "a number out of range shuts the server down");
    assert.doesNotMatch(server.screen, /Client name: Bob/);
  });
}

test("adder: the client takes its name and number from a pipe", async () => {
  await using server = start("TypeScript", "adder-server", 0);
  const command = program("adder-client", "--port", await portOf(server));
  await using client = new Process(command, { input: "Alice\n42\n" });
  assert.equal(await client.exited, 0, client.stderr);
  assert.match(client.stdout, /Client name: Alice\nServer name: .*\nClient number: 42\n/);
});

async function answer(
  client: ReturnType<typeof start>,
  name: string,
  number: string,
): Promise<void> {
  await client.shows("Input your name: ");
  client.type(name);
  await client.shows("Input an integer between 1 and 100: ");
  client.type(number);
}
