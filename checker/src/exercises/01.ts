import type { Address, TcpSocket } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import { oneOf, randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";

const answerWithLength: Exercise = {
  id: "01.1",
  title: "Answer with the length",
  reread: "The whole server",
  async check(trial, made) {
    const serveLengths = trial.function<[TcpSocket], void>(made);
    const server = await trial.listening();
    const address = server.getsockname();
    const serving = trial.start(serveLengths, server);
    const sentences = [randomSentence(), randomSentence(), `${randomWord()} ${oneOf(["é", "ü"])}`];
    for (const [index, sentence] of sentences.entries()) {
      const length = String(sentence.length);
      trial.attempt(
        `client ${index + 1} sends ${show(sentence)}`,
        `it gets ${show(length)}, then the connection is closed`,
        serving.hasReturned
          ? "your function has returned: only a loop serves the next client"
          : "the answer is sent as text, and each connection is closed after it",
      );
      const client = await trial.connect(address);
      client.send(sentence);
      const came = await client.all();
      const ofBytes = String(Buffer.byteLength(sentence));
      trial.equal(
        came,
        length,
        came.toString() === ofBytes
          ? "this counts bytes; decode them first, and count the characters of the text"
          : undefined,
      );
    }
  },
};

const collectLine: Exercise = {
  id: "01.2",
  title: "Collect a line",
  reread: "One recv is not one message",
  async check(trial, made) {
    const readLine = trial.function<[TcpSocket], string>(made);
    const word = randomWord(randomInteger(6, 9));
    const lines = [[`${word}\r`], cut(`${randomWord()}\r`), [...`${randomWord()}\r`], cut(word)];
    for (const parts of lines) {
      const line = parts.join("");
      const [connection, peer] = await trial.connection();
      trial.attempt(
        `a client sends ${parts.map(show).join(", then ")}${line.endsWith("\r") ? "" : ", then finishes"}`,
        show(line.replace("\r", "")),
        "the loop ends when the text ends with \\r, and also when a chunk is empty",
      );
      const reading = trial.start(readLine, connection);
      for (const part of parts) {
        peer.send(part);
        await peer.taken();
      }
      if (!line.endsWith("\r")) peer.finish();
      const came = await trial.result(reading);
      trial.equal(came, line.replace("\r", ""), likelyOf(came, line));
    }
  },
};

function likelyOf(came: unknown, line: string): string | undefined {
  if (came === undefined) return "your function gives nothing back: does it end with return?";
  if (came === line) return "the \\r is a mark of the end; take it away before you return the text";
  if (typeof came === "string" && came !== "" && line.startsWith(came)) {
    return "one recv gives a chunk, not a line: call it in a loop";
  }
  return undefined;
}

/** In two parts, neither of them empty. */
function cut(text: string): string[] {
  const at = randomInteger(1, text.length - 2);
  return [text.slice(0, at), text.slice(at)];
}

const buildServer: Exercise = {
  id: "01.3",
  title: "A server of your own",
  reread: "1.3 Bind to a port, and listen",
  async check(trial, made) {
    const startGreeter = trial.function<[], Address>(made);
    trial.attempt(
      "startGreeter()",
      "an address, at once, while the server goes on in the background",
      "the loop that serves must not be awaited: call it with void",
    );
    const address = trial.address(await trial.call(startGreeter));

    async function greets(name: string, what: string): Promise<void> {
      const greeting = `Hello, ${name}!`;
      trial.attempt(
        `${what} sends ${show(name)}`,
        `it gets ${show(greeting)}, then the connection is closed`,
        "a loop accepts one client after another; each gets its answer, and is closed",
      );
      const client = await trial.connect(address);
      client.send(name);
      trial.equal(await client.all(), greeting);
    }

    await greets(randomWord(), "a client");
    await greets(randomWord(), "the next client");
    const silent = await trial.connect(address);
    trial.attempt("a client finishes without a word", "its connection is closed");
    silent.finish();
    await silent.all();
    await greets(randomWord(), "a client after one that said nothing");
    const crashed = await trial.connect(address);
    crashed.reset();
    await greets(randomWord(), "a client after one that crashed");
  },
};

export const chapter01: Chapter = {
  notebook: "01-a-tcp-server",
  title: "A TCP server",
  exercises: [answerWithLength, collectLine, buildServer],
};
