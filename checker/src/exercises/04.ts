import { type Address, openSockets } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import type { Peer } from "../exercise/peer.js";
import { oneOf, randomInteger, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Made, Trial } from "../exercise/trial.js";

/** What one reader sees as one character, and a program may not. */
const wide = ["ü", "e\u0301", "👋", "🇧🇷", "👩‍🚀"];

const eachWord: Exercise = {
  id: "04.1",
  title: "Each word for itself",
  reread: "Reverse what a reader sees",
  async check(trial, made) {
    const reverseWords = trial.function<[string], string>(made);
    const [first, second] = [randomWord(), randomWord()];
    const texts: [text: string, wanted: string][] = [
      [first, backwards(first)],
      [`${first} ${second} x`, `${backwards(first)} ${backwards(second)} x`],
      ...wide.map((one): [string, string] => [
        `${first} ${one}${second}`,
        `${backwards(first)} ${backwards(second)}${one}`,
      ]),
      ["end", "dne"],
      ["", ""],
    ];
    for (const [text, wanted] of texts) {
      trial.attempt(`the text ${show(text)}`, show(wanted));
      const came = await trial.call(reverseWords, text);
      trial.equal(came, wanted, likelyOfWords(came, text, wanted));
    }
  },
};

function likelyOfWords(came: unknown, text: string, wanted: string): string | undefined {
  if (came === undefined) return "your function gives nothing back: does it end with return?";
  if (came === text) return "the text is as it was: reverse each piece";
  const words = wanted.split(" ").reverse().join(" ");
  if (came === words) return "the words keep their places: split first, then reverse each word";
  if (typeof came === "string" && came.length === text.length && !/^[ -~]*$/.test(text)) {
    return "a character came apart: the function reverse of this notebook keeps them whole";
  }
  return undefined;
}

const talk: Exercise = {
  id: "04.2",
  title: "A client that talks",
  reread: "The client",
  async check(trial, made) {
    const talkTo = trial.function<[Address, string[]], string[]>(made);
    const messages = Array.from({ length: randomInteger(2, 4) }, () => randomWord());
    await talks(trial, talkTo, messages, "dne");
    await talks(trial, talkTo, [`${randomWord()} ${oneOf(["ü", "é"])}`], "dne");
    await talks(trial, talkTo, [], "dne");
    await talks(trial, talkTo, [randomWord(), randomWord()], "");
  },
};

/** A server that answers each message, and the last one, `end`, as told; no answer is its end. */
async function talks(
  trial: Trial,
  talkTo: Made<[Address, string[]], string[]>,
  messages: string[],
  last: string,
): Promise<void> {
  const server = await trial.server();
  const talking = trial.start(talkTo, server.address, [...messages, "end"]);
  const client = await server.accept();
  for (const message of messages) {
    trial.attempt(
      "a server that answers each message before it expects the next",
      `your function sends ${show(message)}, and nothing more before the answer`,
      "send a message, receive its answer, and only then send the next one",
    );
    const came = await client.exactly(byteLength(message));
    const left = "all messages go on one connection: connect once, before the loop";
    trial.equal(came, message, client.ending ? left : undefined);
    trial.equal(client.unread, "");
    client.send(backwards(message));
  }
  trial.attempt("the last message", `your function sends "end"`, "send the last one as well");
  trial.equal(await client.exactly(byteLength("end")), "end");
  client.send(last);
  if (last === "") client.finish();
  const answers = [...messages.map(backwards), ...(last === "" ? [] : [last])];
  trial.attempt(
    last === "" ? "the server finishes without an answer to end" : "the server answers dne",
    `your function returns the answers: ${show(answers.join(", "))}`,
    "keep each answer in an array; an empty chunk is the end of the conversation, and no answer",
  );
  const came: unknown = await trial.result(talking);
  trial.expect(Array.isArray(came), `${show(came)}, which is no array of answers`);
  trial.equal((came as unknown[]).join(", "), answers.join(", "));
  trial.equal((came as unknown[]).length, answers.length);
  trial.attempt("to count the sockets that your function left open", "none");
  const open = trial.leftOpen().map(({ label }) => String(label));
  trial.equal(open.join(", "), "", "close the socket before you return, in every case");
}

const lineEcho: Exercise = {
  id: "04.3",
  title: "Messages with an end",
  reread: "One recv taken for one message",
  async check(trial, made) {
    const startLineEcho = trial.function<[], Address>(made);
    trial.attempt(
      "startLineEcho()",
      "an address, at once, while the server goes on in the background",
      "the loop that serves must not be awaited: call it with void",
    );
    const address = trial.address(await trial.call(startLineEcho));
    await holdsConversation(trial, await trial.connect(address));

    const goesOn = "a client that leaves or fails must not end the loop of the server";
    trial.attempt("another client comes after one that left without end", "a connection", goesOn);
    const crashed = await trial.connect(address);
    crashed.send(randomWord());
    crashed.reset();
    trial.attempt(
      "after a client that crashed, the next sends en, and then d",
      `"dne\\n", then the connection is closed`,
      goesOn,
    );
    const last = await trial.connect(address);
    last.send("en");
    await last.taken();
    last.send("d\n");
    trial.equal(await last.all(), "dne\n");
    trial.attempt("to find the server after end", "it is closed", "end closes the server as well");
    await trial.patience.until(
      () => !openSockets().some(({ label }) => label.local?.[1] === address[1]),
      () => `port ${address[1]} is still taken`,
    );
  },
};

/** One conversation in lines: whole, joined, cut, empty. The client leaves without `end`. */
async function holdsConversation(trial: Trial, client: Peer): Promise<void> {
  const [word, first, second] = [randomWord(), randomWord(), randomWord()];
  const isLine = "the answer is a line, too: it ends with \\n, which is not reversed";
  await answers([`${word}\n`], `${backwards(word)}\n`, isLine);
  const [one, two] = [backwards(first), backwards(second)];
  const joined = "a chunk may hold two messages: answer each line that is complete";
  await answers([`${first}\n${second}\n`], `${one}\n${two}\n`, joined);
  const cut = "a line may come in several chunks: collect until its \\n is there";
  await answers([first, second.slice(0, 2), `${second.slice(2)}\n`], `${two}${one}\n`, cut);
  const bytes = Buffer.from(`${first}ü\n`);
  const half = bytes.length - 2; // within the ü
  const late = "keep the bytes, and decode a line when all of its bytes are there";
  await answers([bytes.subarray(0, half), bytes.subarray(half)], `ü${one}\n`, late);
  await answers(["\n"], "\n", "an empty line is a message, and not the end of the connection");
  await answers([`${word}end\n`], `dne${backwards(word)}\n`, "only the whole line end is the end");
  trial.attempt("it finishes without end", "its connection is closed");
  client.finish();
  trial.equal(await client.all(), "");

  async function answers(parts: (string | Uint8Array)[], wanted: string, likely: string) {
    const sent = parts.map(show).join(", then ");
    trial.attempt(`a client sends ${sent}`, `it gets ${show(wanted)}`, likely);
    for (const [index, part] of parts.entries()) {
      client.send(part);
      if (index < parts.length - 1) await client.taken();
    }
    trial.equal(await client.exactly(byteLength(wanted)), wanted);
  }
}

function backwards(text: string): string {
  return [...text].reverse().join("");
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

export const chapter04: Chapter = {
  notebook: "04-reverse-echo",
  title: "Reverse echo",
  exercises: [eachWord, talk, lineEcho],
};
