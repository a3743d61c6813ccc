import type { TcpSocket } from "socketbook";
import type { Chapter } from "../exercise/exercise.js";
import { oneOf, randomInteger, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";

export const chapter00: Chapter = {
  notebook: "00-start-here",
  title: "Start here",
  exercises: [
    {
      id: "00.1",
      title: "Count bytes",
      reread: "How the course works",
      async check(trial, made) {
        const countBytes = trial.function<[string], number>(made);
        const words = [
          randomWord(),
          `${randomWord()}${oneOf(["é", "ü", "ñ"])}`,
          "",
          `${randomWord()}🙂`,
        ];
        for (const word of words) {
          const bytes = Buffer.byteLength(word);
          trial.attempt(`countBytes(${show(word)})`, `${bytes}`);
          const likely = "count the bytes that encode makes of the text, not its characters";
          trial.equal(await trial.call(countBytes, word), bytes, likely);
        }
      },
    },
    {
      id: "00.2",
      title: "Give it back",
      reread: "The first byte",
      async check(trial, made) {
        const giveBack = trial.function<[TcpSocket], void>(made);
        for (const length of [1, randomInteger(2, 5), randomInteger(6, 10)]) {
          const word = randomWord(length);
          const [connection, peer] = await trial.connection();
          trial.attempt(
            `a client sends ${show(word)}`,
            `it gets ${show(word)} back`,
            "send gets the bytes that recv gave; and recv takes how many bytes it may give",
          );
          const given = trial.start(giveBack, connection);
          peer.send(word);
          trial.equal(await peer.exactly(length), word);
          await trial.result(given);
        }
      },
    },
  ],
};
