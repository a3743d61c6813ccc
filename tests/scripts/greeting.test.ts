import assert from "node:assert/strict";
import { test } from "node:test";
import { pairs, portOf, start, typescript } from "./terminal.js";
import { sameTranscript, transcripts } from "./transcripts.js";

for (const [serverLanguage, clientLanguage] of pairs) {
  test(`greeting: ${serverLanguage} server, two ${clientLanguage} clients`, async () => {
    await using server = start(serverLanguage, "greeting-server", 0);
    const port = await portOf(server);

    for (let number = 1; number <= 2; number++) {
      await using client = start(clientLanguage, "greeting-client", port);
      assert.equal(await client.exited, 0);
      sameTranscript(client.screen, transcripts.greeting.client);
    }

    await server.shows(/(\[Client.*\n){2}/);
    sameTranscript(server.screen, transcripts.greeting.server);
  });
}

test("greeting: over TCP, as the document's title says", async () => {
  await using server = typescript("greeting-server", "--port", "0", "--tcp");
  await using client = typescript("greeting-client", "--port", await portOf(server), "--tcp");

  assert.equal(await client.exited, 0);
  sameTranscript(client.screen, transcripts.greeting.client);
  await server.shows(
    /127\.0\.0\.1:\d+ connect\n\[Client 127\.0\.0\.1:\d+ said\]:Hello, UDPServer!\n/,
  );
});
