import assert from "node:assert/strict";
import { test } from "node:test";
import { pairs, portOf, start } from "./terminal.js";
import { sameTranscript, transcripts } from "./transcripts.js";

const expected = transcripts.uppercase;

for (const [serverLanguage, clientLanguage] of pairs) {
  test(`uppercase: ${serverLanguage} server, ${clientLanguage} client`, async () => {
    await using server = start(serverLanguage, "uppercase-server", 0);
    await using client = start(clientLanguage, "uppercase-client", await portOf(server));

    await client.shows("Input lowercase sequence: ");
    await server.shows(/Connected by: .*\n/); // the client is connected before anything is typed
    client.type("Hello World!");

    assert.equal(await client.exited, 0);
    sameTranscript(client.screen, expected.client);
    await server.shows(/Data from connected user: .*\n/);
    sameTranscript(
      server.screen,
      serverLanguage === "Python" ? expected.pythonServer : expected.server,
    );
  });
}
