import type { Address, TcpSocket } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import type { Peer } from "../exercise/peer.js";
import { oneOf, randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Trial } from "../exercise/trial.js";

const wholeText: Exercise = {
  id: "02.1",
  title: "A character cut in two",
  reread: "One recv is not the whole answer",
  async check(trial, made) {
    const recvText = trial.function<[TcpSocket], string>(made);
    for (const text of [
      randomSentence(),
      `${randomWord()}${oneOf(["é", "ß", "🙂"])}${randomWord()}`,
      "",
    ]) {
      const bytes = Buffer.from(text);
      const wide = bytes.findIndex((byte) => byte > 127);
      // Each part holds something, unless there is nothing: so one recv is never the whole.
      const inner = text === "" ? 0 : randomInteger(1, bytes.length - 1);
      const at = wide < 0 ? inner : wide + 1;
      const [connection, peer] = await trial.connection();
      trial.attempt(
        wide < 0
          ? `a server sends ${show(text)} in two parts, and finishes`
          : `a server sends ${show(text)}, cut within a character, and finishes`,
        show(text),
        "the loop ends at the empty chunk, and gives back all that came before",
      );
      const receiving = trial.start(recvText, connection);
      peer.send(bytes.subarray(0, at));
      await peer.taken();
      peer.send(bytes.subarray(at));
      peer.finish();
      const came = await trial.result(receiving);
      trial.equal(came, text, likelyOfText(came, text));
    }
  },
};

function likelyOfText(came: unknown, text: string): string | undefined {
  if (came === undefined) return "your function gives nothing back: does it end with return?";
  if (typeof came !== "string") return "the result is the text, not the bytes: decode them";
  if (came.includes("\ufffd")) return "collect all bytes first, and decode them once";
  if (text.startsWith(came)) return "one recv is not the whole answer: call it until it is empty";
  return undefined;
}

const ask: Exercise = {
  id: "02.2",
  title: "A client in one function",
  reread: "2.7 Print the modified message and finish",
  async check(trial, made) {
    const askServer = trial.function<[Address, string], string>(made);
    for (let turn = 1; turn <= 2; turn++) {
      const server = await trial.server();
      const [sentence, first, second] = [randomSentence(), randomWord(), randomWord()];
      trial.attempt(
        `a server gets your sentence, and answers ${show(first)}, then ${show(second)}, and closes`,
        `it gets ${show(sentence)}; your function gives ${show(first + second)}`,
        "connect, send the sentence, and receive until the server has finished",
      );
      const asking = trial.start(askServer, server.address, sentence);
      const client = await server.accept();
      trial.equal(await client.exactly(Buffer.byteLength(sentence)), sentence);
      client.send(first);
      await client.taken();
      client.send(second);
      client.finish();
      trial.equal(await trial.result(asking), first + second, "one recv gives only a part");
      leavesNothing(trial);
    }
  },
};

const isThere: Exercise = {
  id: "02.3",
  title: "Is the server there?",
  reread: "2.3 Connect to the server",
  async check(trial, made) {
    const answersWithin = trial.function<[Address], boolean>(made);

    async function tries(
      what: string,
      wanted: boolean,
      answer: (client: Peer, letter: string) => void,
    ) {
      const server = await trial.server();
      trial.attempt(
        `a server that ${what}`,
        `${wanted}`,
        "a socket waits as long as settimeout says",
      );
      const asking = trial.start(answersWithin, server.address);
      const client = await server.accept();
      const letter = (await client.exactly(1)).toString();
      trial.expect(/^[a-z]$/.test(letter), `it was sent ${show(letter)}`, "send one small letter");
      answer(client, letter);
      trial.equal(await trial.result(asking), wanted);
      leavesNothing(trial);
    }

    await tries("answers each letter in upper case", true, (client, letter) =>
      client.send(letter.toUpperCase()),
    );
    trial.attempt("an address at which nobody listens", "false", "connect fails: catch that");
    trial.equal(await trial.call(answersWithin, await trial.deserted()), false);
    leavesNothing(trial);
    await tries("answers something else", false, (client) => client.send(oneOf(["a", "?", "0"])));
    await tries("finishes without an answer", false, (client) => client.finish());
    await tries("resets the connection", false, (client) => client.reset());
    await tries("accepts and never answers", false, () => undefined);
  },
};

function leavesNothing(trial: Trial): void {
  trial.attempt("to count the sockets that your function left open", "none");
  const open = trial.leftOpen();
  const likely = "close the socket when the answer is there, and also when something fails";
  trial.expect(open.length === 0, open.map(({ label }) => String(label)).join(", "), likely);
}

export const chapter02: Chapter = {
  notebook: "02-a-tcp-client",
  title: "A TCP client",
  exercises: [wholeText, ask, isThere],
};
