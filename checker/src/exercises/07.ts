import type { Address } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import { settled } from "../exercise/outcome.js";
import type { Peer } from "../exercise/peer.js";
import { oneOf, randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Trial } from "../exercise/trial.js";
import { adderServer } from "./07-server.js";

const oneRequest: Exercise = {
  id: "07.1",
  title: "One request, and no more",
  reread: "Where a value ends",
  async check(trial, made) {
    const requestFor = trial.function<[string, number], Uint8Array>(made);
    for (const [name, number] of [
      [randomWord(), randomInteger(1, 100)],
      [`${randomSentence(2)} ${oneOf(["Müller", "Žižek", "🙂"])}`, randomInteger(1, 100)],
      [randomWord(), -randomInteger(101, 999)],
    ] as const) {
      trial.attempt(
        `requestFor(${show(name)}, ${number})`,
        `the bytes of ${show(`${name}\n${number}\n`)}`,
        "the name and the number have a line each, and each line ends with \\n",
      );
      const came = await trial.call(requestFor, name, number);
      trial.expect(came instanceof Uint8Array, show(came), "encode makes bytes of a text");
      trial.equal(came, `${name}\n${number}\n`);
    }
    for (const [name, number, likely] of [
      [`${randomWord()}\n${randomInteger(1, 100)}`, randomInteger(1, 100), twoLines],
      ["\n", randomInteger(1, 100), twoLines],
      [randomWord(), randomInteger(1, 99) + 0.5, "Number.isInteger tells whether it is one"],
      [randomWord(), Number.NaN, "Number.isInteger tells whether it is one"],
    ] as const) {
      trial.attempt(`requestFor(${show(name)}, ${number})`, "it throws an error", likely);
      const outcome = await trial.call(settled(requestFor), name, number);
      trial.expect("error" in outcome, "value" in outcome ? show(outcome.value) : "");
    }
  },
};

const twoLines = "the server would take a name with a line end for two lines";

interface Result {
  readonly serverName: string;
  readonly serverNumber: number;
  readonly sum: number;
}
type AddWith = [Address, string, number];

const client: Exercise = {
  id: "07.2",
  title: "The client",
  reread: "The client",
  async check(trial, made) {
    const addWith = trial.function<AddWith, Result | null>(made);

    /** Plays the server, up to its reply. */
    async function request<R>(work: (...given: AddWith) => Promise<R>, then: string) {
      const [name, number] = [randomSentence(2), randomInteger(1, 100)];
      trial.attempt(
        `addWith(address, ${show(name)}, ${number})`,
        `the server gets ${show(`${name}\n${number}\n`)}`,
        "the request is two lines, each with its line end",
      );
      const server = await trial.server();
      const started = trial.start(work, server.address, name, number);
      const peer = await server.accept();
      const came = Buffer.concat([await peer.through("\n"), await peer.through("\n")]);
      trial.equal(came, `${name}\n${number}\n`);
      trial.attempt(`addWith(address, ${show(name)}, ${number}): ${then}`, "a result");
      return { peer, started, number };
    }

    for (const cut of [whole, inTwo, singly]) {
      const serverName = `${randomWord()} ${oneOf(["Šimek", "Ünal", "Øye"])}`;
      const serverNumber = randomInteger(1, 100);
      const reply = Buffer.from(`${serverName}\n${serverNumber}\n`);
      const parts = cut(reply);
      const { peer, started, number } = await request(
        async (...given) => addWith(...given),
        `the server answers ${show(reply)}${parts.length > 1 ? ` in ${parts.length} parts` : ""}`,
      );
      const wanted = { serverName, serverNumber, sum: number + serverNumber };
      trial.attempt(trial.tried, show(wanted), "read whole lines, with a StreamReader");
      await inParts(peer, parts);
      const came = await trial.result(started);
      const isRight =
        came?.serverName === serverName &&
        came.serverNumber === serverNumber &&
        came.sum === wanted.sum;
      trial.expect(isRight, show(came), likelyOf(came, wanted));
      await closed(trial, peer);
    }

    const silent = await request(async (...given) => addWith(...given), "the server closes");
    trial.attempt(trial.tried, "null", "readLine gives null at the end");
    silent.peer.finish();
    trial.equal(show(await trial.result(silent.started)), "null");
    await closed(trial, silent.peer);

    for (const line of ["", randomWord(), "1e1"]) {
      const odd = await request(settled(addWith), `the server's number is ${show(line)}`);
      trial.attempt(trial.tried, "an error is thrown", "check the text first: integerIn does it");
      odd.peer.send(`${randomWord()}\n${line}\n`);
      const outcome = await trial.result(odd.started);
      trial.expect("error" in outcome, "value" in outcome ? show(outcome.value) : "");
      await closed(trial, odd.peer);
    }
  },
};

async function inParts(peer: Peer, parts: readonly Uint8Array[]): Promise<void> {
  for (const part of parts) {
    peer.send(part);
    await peer.taken();
  }
}

async function closed(trial: Trial, peer: Peer): Promise<void> {
  trial.attempt(`${trial.tried}; then`, "your socket is closed", "finally closes in every case");
  await peer.all();
  trial.expect(trial.leftOpen().length === 0, "a socket is still open");
}

function likelyOf(came: Result | null, wanted: Result): string | undefined {
  if (came === undefined) return "your function gives nothing back: does it end with return?";
  if (typeof came?.serverNumber === "string") return "the number is still a text";
  if (came?.serverName?.includes("\ufffd")) return "a character was cut in two: read whole lines";
  if (came?.serverNumber !== wanted.serverNumber) return "read whole lines, with a StreamReader";
  return undefined;
}

function whole(bytes: Buffer): Buffer[] {
  return [bytes];
}

/** Cut within the character that takes two bytes. */
function inTwo(bytes: Buffer): Buffer[] {
  const at = bytes.findIndex((byte) => byte > 127) + 1;
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

function singly(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (byte) => Buffer.from([byte]));
}

export const chapter07: Chapter = {
  notebook: "07-adding-two-numbers",
  title: "Adding two numbers",
  exercises: [oneRequest, client, adderServer],
};
