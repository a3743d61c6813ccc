import { greetingAnswer, greetingText } from "../systems/greeting-texts.js";
import type { Random } from "../systems/random.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { expectMessage, nobodyThere, withoutLineEnd } from "./client-steps.js";
import { type ClientSystem, type ClientUnderTest, recommended, required } from "./client-system.js";

/** What a client of one message and one answer sends, and what it reads from the keyboard. */
interface Exchange {
  readonly message: string;
  readonly input: string;
  readonly answer: string;
}

interface Kind {
  readonly name: string;
  /** The usual exchange, for a sentence. */
  usual(sentence: string): Exchange;
  /** Whether the user types the message. */
  readonly isTyped: boolean;
}

const uppercaseKind: Kind = {
  name: "uppercase",
  isTyped: true,
  usual: (text) => ({ message: text, input: `${text}\n`, answer: text.toUpperCase() }),
};
const greetingKind: Kind = {
  name: "greeting-tcp",
  isTyped: false,
  usual: () => ({
    message: greetingText,
    input: "",
    answer: greetingAnswer,
  }),
};

export const uppercaseClient = oneMessage(uppercaseKind);
export const greetingTcpClient = oneMessage(greetingKind);

/** The message of this client is its own affair: whatever comes is thanked for. */
export const thanksClient: ClientSystem = {
  name: "thanks",
  criteria: [
    required("answer", "sends a message, shows the thanks, ends", (client) =>
      anyMessage(client, "Thanks for connecting"),
    ),
    required("as-sent", "shows what the server says, whatever it is", async (client, random) =>
      anyMessage(client, random.sentence(), "makes up the answer by itself"),
    ),
    required("no-answer", "ends when the server closes without an answer", async (client) => {
      const run = await client.start("tcp");
      const talk = await run.accept();
      await talk.receive((bytes) => bytes > 0);
      talk.leave();
      await run.expectEnd("hangs when the server closes without an answer");
    }),
    nobodyThere(),
  ],
};

function oneMessage(kind: Kind): ClientSystem {
  const sentence = (random: Random) => `hello ${random.sentence()}`;
  const usual = kind.usual("hello");
  return {
    name: kind.name,
    criteria: [
      required("answer", "sends the message, shows the answer, ends", (client, random) =>
        exchange(client, kind.usual(sentence(random))),
      ),
      required("as-sent", "shows what the server says, whatever it is", (client, random) => {
        const answer = random.sentence().toUpperCase();
        return exchange(client, { ...usual, answer }, "makes up the answer by itself");
      }),
      ...(kind.isTyped
        ? [
            required("umlauts", "letters of other languages, and emoji", (client) =>
              exchange(client, kind.usual("grün 🙂 świat")),
            ),
            required("long", "a sentence of 1000 letters", (client, random) =>
              exchange(client, kind.usual(random.text(1000))),
            ),
          ]
        : []),
      required("no-answer", "ends when the server closes without an answer", async (client) => {
        const run = await client.start("tcp", usual);
        const talk = await run.accept();
        await expectMessage(talk, usual.message);
        talk.leave();
        await run.expectEnd("hangs when the server closes without an answer");
      }),
      recommended("pieces", "shows an answer that comes in pieces", (client, random) => {
        const answer = random.sentence().toUpperCase();
        return exchange(client, { ...usual, answer }, "shows only the first piece", 5);
      }),
      nobodyThere(usual.input),
      ...(kind.isTyped ? [withoutLineEnd(usual.input, usual.message)] : []),
    ],
  };
}

async function exchange(
  client: ClientUnderTest,
  { message, input, answer }: Exchange,
  otherwise?: string,
  cut = Infinity,
): Promise<void> {
  const run = await client.start("tcp", { input });
  const talk = await run.accept();
  await expectMessage(talk, message);
  await talk.sendPieces([answer.slice(0, cut), answer.slice(cut)].filter((piece) => piece !== ""));
  talk.finish();
  await run.expectSuccess();
  run.expectShown(answer, otherwise);
}

async function anyMessage(
  client: ClientUnderTest,
  answer: string,
  otherwise?: string,
): Promise<void> {
  const run = await client.start("tcp");
  const talk = await run.accept();
  const stop = await talk.receive((bytes) => bytes > 0);
  if (stop !== "enough")
    throw new Diagnosis(stop === "silence" ? "sends nothing" : "leaves without a message");
  talk.send(answer);
  talk.finish();
  await run.expectSuccess();
  run.expectShown(answer, otherwise);
}
