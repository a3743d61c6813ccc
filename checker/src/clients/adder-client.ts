import { Diagnosis } from "../verdict/diagnosis.js";
import { expectMessage, nobodyThere } from "./client-steps.js";
import { type ClientSystem, type ClientUnderTest, recommended, required } from "./client-system.js";

/** Assignment 2 of document 003: shows both names, both numbers and their sum. */
export const adderClient: ClientSystem = {
  name: "adder",
  criteria: [
    required("answer", "sends name and number, shows the server's and the sum", (client) =>
      add(client, "Ada", 42, 271),
    ),
    required("other-numbers", "adds other numbers as well", async (client) => {
      await add(client, "Grace Hopper", 1, 1000);
      await add(client, "Zoë 🙂", 100, 3);
    }),
    required("out-of-range", "ends when the server closes without an answer", async (client) => {
      const run = await client.start("tcp", { input: "Ada\n101\n" });
      const talk = await run.accept();
      await expectMessage(talk, "Ada\n101\n");
      talk.leave();
      await run.expectEnd("hangs when the server closes without an answer");
    }),
    recommended("pieces", "understands an answer that comes in pieces", (client) =>
      add(client, "Ada", 42, 271, [4, 12, 18]).catch((error: unknown) => {
        if (!(error instanceof Diagnosis)) throw error;
        throw new Diagnosis("takes one recv for the whole answer", error.evidence);
      }),
    ),
    nobodyThere("Ada\n42\n"),
  ],
};

async function add(
  client: ClientUnderTest,
  name: string,
  number: number,
  serverNumber: number,
  cuts: readonly number[] = [],
): Promise<void> {
  const run = await client.start("tcp", { input: `${name}\n${number}\n` });
  const talk = await run.accept();
  await expectMessage(talk, `${name}\n${number}\n`);
  const answer = `Server of the check\n${serverNumber}\n`;
  const ends = [0, ...cuts, answer.length];
  await talk.sendPieces(ends.slice(1).map((end, index) => answer.slice(ends[index], end)));
  talk.finish();
  await run.expectSuccess();
  run.expectShown("Server of the check", "does not show the server's name");
  run.expectShown(String(serverNumber), "does not show the server's number");
  run.expectShown(name, "does not show its own name");
  run.expectShown(String(number + serverNumber), "does not show the right sum");
}
