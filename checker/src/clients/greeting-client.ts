import { greetingText as greeting, greetingAnswer } from "../systems/greeting-texts.js";
import { shown } from "../talk/shown.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { type ClientSystem, type ClientUnderTest, required } from "./client-system.js";

/** Document 001: one datagram asks, one answers. */
export const greetingClient: ClientSystem = {
  name: "greeting",
  criteria: [
    required("answer", "sends a greeting, shows the answer, ends", (client) =>
      greet(client, greetingAnswer),
    ),
    required("as-sent", "shows what the server says, whatever it is", (client, random) =>
      greet(client, random.sentence(), "makes up the answer by itself"),
    ),
    required("umlauts", "an answer with umlauts and emoji", (client) => greet(client, "grün 🙂")),
    required("long", "an answer of 1400 bytes", (client, random) =>
      greet(client, random.text(1400), "shows only a part of the answer"),
    ),
  ],
};

async function greet(client: ClientUnderTest, answer: string, otherwise?: string): Promise<void> {
  const run = await client.start("udp");
  const { bytes, from } = await run.datagram();
  if (bytes.toString("utf8").trimEnd() !== greeting) {
    throw new Diagnosis("sends something else", { expected: shown(greeting), came: shown(bytes) });
  }
  await run.answer(answer, from);
  await run.expectSuccess();
  run.expectShown(answer, otherwise);
}
