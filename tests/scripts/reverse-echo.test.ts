import assert from "node:assert/strict";
import { test } from "node:test";
import { pairs, portOf, start } from "./terminal.js";
import { sameTranscript, transcripts } from "./transcripts.js";

for (const [serverLanguage, clientLanguage] of pairs) {
  test(`reverse echo: ${serverLanguage} server, ${clientLanguage} client`, async () => {
    await using server = start(serverLanguage, "reverse-echo-server", 0);
    await using client = start(clientLanguage, "reverse-echo-client", await portOf(server));

    for (const message of ["Josue", "Palacios", "Soccer", "end"]) {
      await client.shows(/Client enter message: $/);
      client.type(message);
      await client.shows(`Client received: ${[...message].reverse().join("")}`);
    }

    assert.equal(await client.exited, 0);
    assert.equal(await server.exited, 0);
    sameTranscript(client.screen, transcripts.reverseEcho.client);
    sameTranscript(server.screen, transcripts.reverseEcho.server);
  });
}
