import { disturb, type StreamFaults, type TcpSocket } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import { oneOf, randomInteger, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Made, Trial } from "../exercise/trial.js";
import { serveFrames } from "./09-frames.js";

const singleBytes: StreamFaults = { split: true };

const lengthInTwoBytes: Exercise = {
  id: "09.1",
  title: "A length in two bytes",
  reread: "Lengths, by hand",
  async check(trial, made) {
    const receiveText = trial.function<[TcpSocket], string>(made);
    for (const faults of [{}, { split: 5, seed: randomInteger(1, 999) }, singleBytes]) {
      const [connection, peer] = await trial.connection();
      disturb(connection, faults);
      const long = randomWord(randomInteger(300, 600));
      const texts = [randomWord(), `${randomWord()}${oneOf(["é", "ß", "🙂"])}`, long, ""];
      for (const text of texts) peer.send(withShortLength(text));
      for (const text of texts) {
        const how = faults === singleBytes ? "a byte at a time, " : "";
        trial.attempt(
          `among several messages, ${how}${show(text)} arrives`,
          show(text),
          "recv(n) gives at most n: call it until all is there, and take no byte of the next message",
        );
        const came = await trial.call(receiveText, connection);
        trial.expect(came === text, show(came), likelyOfText(came, text));
      }
    }
    const [connection, peer] = await trial.connection();
    trial.attempt("a client finishes in the middle of a message", "the function fails");
    peer.send(withShortLength(randomWord()).subarray(0, randomInteger(3, 5)));
    peer.finish();
    await mustFail(trial, receiveText, connection);
  },
};

function withShortLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function likelyOfText(came: unknown, text: string): string | undefined {
  if (came === undefined) return "your function gives nothing back: does it end with return?";
  if (typeof came !== "string") return "the result is the text, not the bytes: decode them";
  if (came.includes("\0")) return "the two bytes of the length do not belong to the text";
  if (came.includes("\ufffd")) return "collect all bytes first, and decode them once";
  if (text.startsWith(came)) return "one recv gives a chunk: call it until all bytes are there";
  return undefined;
}

const limitedLine: Exercise = {
  id: "09.2",
  title: "A line with a limit",
  reread: "Lines, by hand",
  async check(trial, made) {
    const limitedReader = trial.function<[TcpSocket, number], () => Promise<string | null>>(made);
    const lines = [randomWord(), "", randomWord(20), randomWord()];
    for (const faults of [{}, singleBytes]) {
      const [connection, peer] = await trial.connection();
      disturb(connection, faults);
      peer.send(lines.map((line) => `${line}\n`).join(""));
      peer.finish();
      const readLine = await readerOf(trial, limitedReader, connection, 20);
      for (const line of [...lines, null]) {
        const next = line === null ? "behind the last line the client finishes" : show(line);
        const likely = "keep what came behind a line for the next call; the limit is for one line";
        trial.attempt(
          `with a limit of 20 bytes, among ${lines.length} lines: ${next}`,
          show(line),
          likely,
        );
        const came = await trial.call(readLine);
        trial.expect(came === line, show(came), likelyOfLine(came, line));
      }
    }
    const limit = randomInteger(10, 30);
    const [flooded, flood] = await trial.connection();
    const readFlood = await readerOf(trial, limitedReader, flooded, limit);
    trial.attempt(
      `with a limit of ${limit} bytes, ${limit + 1} letters come, and no end of a line`,
      "the function fails, without waiting for more",
      "look at the length of what you have kept, each time something has come",
    );
    flood.send(randomWord(limit + 1));
    await mustFail(trial, readFlood);
    const [halved, half] = await trial.connection();
    const readHalf = await readerOf(trial, limitedReader, halved, limit);
    trial.attempt("a client finishes in the middle of a line", "the function fails");
    half.send(randomWord());
    half.finish();
    await mustFail(trial, readHalf);
  },
};

async function readerOf(
  trial: Trial,
  limitedReader: Made<[TcpSocket, number], () => Promise<string | null>>,
  connection: TcpSocket,
  limit: number,
): Promise<Made<[], string | null>> {
  trial.attempt(`limitedReader(connection, ${limit})`, "a function that reads a line");
  const reader = await trial.call(limitedReader, connection, limit);
  return trial.function<[], string | null>(reader);
}

function likelyOfLine(came: unknown, line: string | null): string | undefined {
  if (line === null) return "give null when recv gives an empty chunk and nothing is kept";
  if (came === undefined) return "your function gives nothing back: does it end with return?";
  if (came === `${line}\n`) return "the line feed is a mark of the end; take it away";
  return undefined;
}

/** Fails the check when the learner's function gives something instead of failing. */
async function mustFail<Given extends readonly unknown[]>(
  trial: Trial,
  made: Made<Given, unknown>,
  ...given: Given
): Promise<void> {
  const gave = await trial.call(async () => {
    try {
      return show(await made(...given));
    } catch {
      return undefined; // As it should.
    }
  });
  trial.expect(gave === undefined, gave ?? "", "part of a message is no message: throw an Error");
}

export const chapter09: Chapter = {
  notebook: "09-bytes-not-messages",
  title: "Bytes, not messages",
  exercises: [lengthInTwoBytes, limitedLine, serveFrames],
};
