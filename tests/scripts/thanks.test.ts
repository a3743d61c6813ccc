import assert from "node:assert/strict";
import { test } from "node:test";
import { pairs, portOf, start } from "./terminal.js";
import { sameTranscript, transcripts } from "./transcripts.js";

for (const [serverLanguage, clientLanguage] of pairs) {
  test(`thanks: ${serverLanguage} server, two ${clientLanguage} clients`, async () => {
    await using server = start(serverLanguage, "thanks-server", 0);
    const port = await portOf(server);

    for (let number = 1; number <= 2; number++) {
      await using client = start(clientLanguage, "thanks-client", port);
      assert.equal(await client.exited, 0);
      sameTranscript(client.screen, transcripts.thanks.client);
    }

    await server.shows(/(\('Got.*\nHai from client\n){2}/);
    sameTranscript(server.screen, transcripts.thanks.server);
  });
}
