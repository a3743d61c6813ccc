import type { Chapter, Exercise } from "../exercise/exercise.js";
import { settled } from "../exercise/outcome.js";
import { oneOf, randomInteger, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import { fileClient } from "./08-client.js";
import { fileServer } from "./08-server.js";

type Source = [host: string, port: number, name: string];

const argument: Exercise = {
  id: "08.1",
  title: "Read the argument",
  reread: "Command-line arguments",
  async check(trial, made) {
    const parseSource = trial.function<[string], Source>(made);
    const port = () => randomInteger(1024, 65535);
    for (const wanted of [
      [oneOf(["localhost", "127.0.0.1"]), port(), `${randomWord()}.txt`],
      [randomWord(), randomInteger(1, 1023), `${randomWord()}/${randomWord()} ${randomWord()}.txt`],
      [randomWord(), port(), `${randomWord()}:${randomWord()}:${randomWord()}`],
    ] as const) {
      const text = wanted.join(":");
      trial.attempt(
        `parseSource(${show(text)})`,
        show(wanted),
        wanted[2].includes(":")
          ? "only the first two colons divide; the name may contain more of them"
          : "three values: the host, the port as a number, the name",
      );
      const came = await trial.call(parseSource, text);
      const likely = typeof came?.[1] === "string" ? "the port is still a text" : undefined;
      const isRight = wanted.every((part, index) => came?.[index] === part);
      trial.expect(isRight && came.length === wanted.length, show(came), likely);
    }
    const name = randomWord();
    for (const [text, likely] of [
      [`${name}:${port()}`, "there are three parts"],
      [name, "there are three parts"],
      [`${name}:${port()}:`, "no part may be empty"],
      [`:${port()}:${name}`, "no part may be empty"],
      [`${name}::${name}`, "an empty text is no port; Number makes 0 of it"],
      [`${name}:${randomWord()}:${name}`, "the port consists of digits"],
      [`${name}:1e3:${name}`, "the port consists of digits; look at the text before Number"],
      [`${name}:${randomInteger(65536, 99999)}:${name}`, "the largest port is 65535"],
    ] as const) {
      trial.attempt(`parseSource(${show(text)})`, "it throws an error", likely);
      const outcome = await trial.call(settled(parseSource), text);
      trial.expect("error" in outcome, "value" in outcome ? show(outcome.value) : "");
    }
  },
};

export const chapter08: Chapter = {
  notebook: "08-file-transfer",
  title: "File transfer",
  exercises: [argument, fileClient, fileServer],
};
