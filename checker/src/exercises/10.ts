import { type Address, disturb, type TcpSocket } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import type { Peer } from "../exercise/peer.js";
import { randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Started } from "../exercise/trial.js";
import { exchangeAtOnce } from "./10-exchange.js";

const short = 0.1;
const long = 60;

const askWithinATime: Exercise = {
  id: "10.1",
  title: "Ask, but not for ever",
  reread: "Nothing comes",
  async check(trial, made) {
    const askWithin = trial.function<[Address, string, number], string>(made);

    async function gives(asking: Started<string>, wanted: string) {
      const came = await trial.result(asking);
      trial.expect(came === wanted, show(came), likelyOfAnswer(came));
      const open = trial.leftOpen();
      const names = `${show(came)}, and still open: ${open.map(({ label }) => label).join(", ")}`;
      trial.expect(open.length === 0, names, "close the socket however it ends: finally does that");
    }

    async function tries(
      what: string,
      seconds: number,
      wanted: string,
      act: (peer: Peer) => unknown,
    ) {
      const [server, question] = [await trial.server(), `${randomSentence()}\n`];
      const line = "send the question as a line: it ends with \\n";
      trial.attempt("a server waits for the question", show(question), line);
      const asking = trial.start(askWithin, server.address, question.trim(), seconds);
      const peer = await server.accept();
      trial.equal(await peer.through("\n"), question);
      const likely = "give error.code where the call fails, and let settimeout limit every wait";
      trial.attempt(`a server ${what}`, show(wanted), likely);
      await act(peer);
      await gives(asking, wanted);
    }

    const [first, second] = [randomWord(), randomWord()];
    await tries("answers in two parts", long, first + second, async (peer) => {
      peer.send(first);
      await peer.taken();
      peer.send(`${second}\n`);
    });
    trial.attempt(
      "an address at which nobody listens",
      `"ECONNREFUSED"`,
      "connect belongs into the try as well",
    );
    const deserted = await trial.deserted();
    await gives(trial.start(askWithin, deserted, randomWord(), long), "ECONNREFUSED");
    await tries("never answers", short, "ETIMEDOUT", () => undefined);
    await tries("stops in the middle of its answer", short, "ETIMEDOUT", (peer) =>
      peer.send(randomWord()),
    );
    await tries("crashes", long, "ECONNRESET", (peer) => peer.reset());
  },
};

function likelyOfAnswer(came: unknown): string | undefined {
  if (came === undefined) return "your function gives nothing back: does it end with return?";
  if (typeof came === "string" && came.endsWith("\n"))
    return "the line feed is no part of the answer";
  return undefined;
}

const addUntilTheEnd: Exercise = {
  id: "10.2",
  title: "The sum at the end",
  reread: "Half closed",
  async check(trial, made) {
    const addUp = trial.function<[TcpSocket], void>(made);
    for (const count of [3, randomInteger(4, 9), 0]) {
      const numbers = Array.from({ length: count }, () => randomInteger(-999, 9999));
      const sum = numbers.reduce((total, number) => total + number, 0);
      const [connection, peer] = await trial.connection();
      if (count > 3) disturb(connection, { split: true });
      trial.attempt(
        count === 0
          ? "a client finishes without a number"
          : `a client sends the lines ${numbers.join(", ")}, and finishes`,
        `it gets ${show(`${sum}\n`)}, and the connection is closed`,
        "read lines until the client has finished, then answer once, and close",
      );
      const adding = trial.start(addUp, connection);
      peer.send(numbers.map((number) => `${number}\n`).join(""));
      peer.finish();
      const came = await peer.all();
      trial.equal(
        came,
        `${sum}\n`,
        `${came}` === `${sum}` ? "the answer is a line: it ends with \\n" : undefined,
      );
      await trial.result(adding);
    }
    const [connection, peer] = await trial.connection();
    trial.attempt(
      "a client sends a number and crashes",
      "the function does not fail, and the connection is closed",
      "catch what the reader throws, and close the connection in any case: finally does that",
    );
    const adding = trial.start(addUp, connection);
    peer.send(`${randomInteger(1, 99)}\n`);
    await peer.taken();
    peer.reset();
    await trial.result(adding);
    trial.expect(connection.label.state === "closed", `${connection.label}`);
  },
};

export const chapter10: Chapter = {
  notebook: "10-when-things-go-wrong",
  title: "When things go wrong",
  exercises: [askWithinATime, addUntilTheEnd, exchangeAtOnce],
};
