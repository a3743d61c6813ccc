import { Diagnosis } from "../verdict/diagnosis.js";
import { expectMessage, nobodyThere } from "./client-steps.js";
import { type ClientSystem, type ClientUnderTest, required } from "./client-system.js";

/** Document 000: messages from the keyboard, each answered before the next; `end` ends both. */
export const reverseEchoClient: ClientSystem = {
  name: "reverse-echo",
  criteria: [
    required("conversation", 'sends messages until "end", and shows the answers', (client) =>
      converse(client, ["Josue", "Palacios", "Soccer"]),
    ),
    required("as-sent", "shows what the server says, whatever it is", (client, random) =>
      converse(client, ["one", "two"], [random.sentence(), random.sentence()]),
    ),
    required("umlauts", "letters of other languages, and emoji", (client) =>
      converse(client, ["grüße", "дом 🙂"]),
    ),
    required("only-end", 'goes on after "the end" and "endless"', (client) =>
      converse(client, ["the end", "endless"]),
    ),
    required("end-first", 'ends when the first message is "end"', (client) => converse(client, [])),
    nobodyThere("end\n"),
  ],
};

async function converse(
  client: ClientUnderTest,
  messages: readonly string[],
  answers?: readonly string[],
): Promise<void> {
  const run = await client.start("tcp", { input: `${[...messages, "end"].join("\n")}\n` });
  const talk = await run.accept();
  for (const [index, message] of messages.entries()) {
    await expectMessage(talk, message).catch((error: unknown) => {
      throw renamed(error, index);
    });
    if ((await talk.receive((bytes) => bytes > 0, 0.3)) === "enough")
      throw new Diagnosis("does not wait for the answer");
    talk.send(answers?.[index] ?? Array.from(message).reverse().join(""));
  }
  await expectMessage(talk, "end");
  talk.send("dne");
  await talk.receive(() => false, 1); // who ends the connection first is open
  talk.finish();
  await run.expectEnd('goes on after "dne"');
  if (run.program.hasFailed) throw new Diagnosis("crashes");
  for (const [index, message] of messages.entries()) {
    const isOwn = answers !== undefined;
    run.expectShown(
      answers?.[index] ?? Array.from(message).reverse().join(""),
      isOwn ? "makes up the answer by itself" : undefined,
    );
  }
}

/** What a general diagnosis means in a conversation. */
function renamed(error: unknown, index: number): unknown {
  if (!(error instanceof Diagnosis)) return error;
  if (error.message === "sends more than the message")
    return new Diagnosis("does not wait for the answer", error.evidence);
  if (error.message === "leaves without a message" && index > 0)
    return new Diagnosis("sends only the first message", error.evidence);
  return error;
}
