import { disturb, frame, type StreamFaults, type TcpSocket } from "socketbook";
import type { Exercise } from "../exercise/exercise.js";
import type { Peer } from "../exercise/peer.js";
import { oneOf, randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Trial } from "../exercise/trial.js";

const prefixLength = 4;

export const serveFrames: Exercise = {
  id: "09.3",
  title: "A server that finds its messages",
  reread: "Lengths, from the library",
  async check(trial, made) {
    const serve = trial.function<[TcpSocket], void>(made);
    const server = await trial.listening();
    trial.start(serve, server);

    async function answers(what: string, faults: StreamFaults): Promise<void> {
      disturb(server, faults);
      const texts = [randomWord(), `${randomSentence()} ${oneOf(["é", "ü"])}\n`, "", randomWord()];
      trial.attempt(
        `${what}, ${texts.map(show).join(", ")} arrive in frames`,
        "each in upper case, in a frame; and when the client finishes, the end",
        "one loop for the clients, and in it one for the messages of a client, until null comes",
      );
      const client = await trial.connect(server.getsockname());
      client.send(Buffer.concat(texts.map((text) => frame(Buffer.from(text)))));
      for (const text of texts) trial.equal(await nextFrame(trial, client), text.toUpperCase());
      client.finish();
      trial.equal(await client.all(), "", "behind the last answer there is nothing but the end");
    }

    await answers("at once", {});
    await answers("a byte at a time", { split: true });
    await answers("in pieces", { split: 7, seed: randomInteger(1, 999) });
    await turnsAway(trial, await trial.connect(server.getsockname()));
    await answers("after that stranger", {});
    const crashed = await trial.connect(server.getsockname());
    crashed.send(frame(Buffer.from(randomWord())).subarray(0, randomInteger(1, prefixLength + 3)));
    await crashed.taken();
    crashed.reset();
    await answers("after a client that crashed in the middle of a message", {});
  },
};

/** One frame that the server sent, as text. */
async function nextFrame(trial: Trial, client: Peer): Promise<string> {
  const prefix = await client.exactly(prefixLength);
  const noFrame = "an answer is a frame too: four bytes of length, then the text";
  const likely = prefix.length > 0 ? noFrame : undefined;
  trial.expect(prefix.length === prefixLength, `${show(prefix)}, and then the end`, likely);
  const length = Buffer.from(prefix).readUInt32BE();
  trial.expect(length < 65_536, `${show(prefix)} as a length, which is ${length}`, noFrame);
  return (await client.exactly(length)).toString();
}

async function turnsAway(trial: Trial, stranger: Peer): Promise<void> {
  const length = randomInteger(65_537, 2 ** 32 - 1);
  trial.attempt(
    `a stranger promises a message of ${length} bytes, and sends none of them`,
    "its connection is closed; the server goes on",
    "readMessage fails when the length is above the limit: catch that, and close this connection",
  );
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeUInt32BE(length);
  stranger.send(prefix);
  await trial.patience.until(
    () => stranger.ending !== undefined,
    () => "the connection stays open",
  );
}
