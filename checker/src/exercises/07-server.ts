import type { Address } from "socketbook";
import type { Exercise } from "../exercise/exercise.js";
import { thrown } from "../exercise/learner.js";
import { randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Trial } from "../exercise/trial.js";

type Print = (line: string) => void;

/** What `startAdder` gives. */
interface Made {
  readonly address: Address;
  readonly ended: PromiseLike<unknown>;
}

/** A server of the learner's that runs. */
interface Adder extends Made {
  readonly name: string;
  readonly printed: string[];
  number: number | undefined;
}

const numbersToDraw = 8;

export const adderServer: Exercise = {
  id: "07.3",
  title: "The server",
  reread: "The server",
  async check(trial, made) {
    const startAdder = trial.function<[string, Print], Made>(made);

    const adder = await start(trial, startAdder);
    await adds(trial, adder, "a client", randomInteger(2, 99));
    await adds(trial, adder, "the next client", 1, true);
    await adds(trial, adder, "the next client", 100);
    for (const line of ["", randomWord(), "1e1", `${randomInteger(1, 9)}.5`, "NaN"]) {
      await refuses(trial, adder, line);
    }
    await adds(trial, adder, "a client after these", randomInteger(2, 99));

    const crashed = await trial.connect(adder.address);
    crashed.send(`${randomWord()}\n`);
    crashed.reset();
    await leavesHalfway(trial, adder);
    await adds(trial, adder, "a client after one that left", randomInteger(2, 99));
    await cutsOff(trial, adder);

    const silent = await trial.connect(adder.address);
    await adds(trial, adder, "a client beside one that says nothing", randomInteger(2, 99));
    await ends(trial, adder, "0", [silent]);

    const drawn = [adder.number];
    for (const number of ["101", "-1", "9".repeat(30)]) {
      const other = await start(trial, startAdder);
      await adds(trial, other, "a client", randomInteger(2, 99));
      await ends(trial, other, number, []);
      drawn.push(other.number);
    }
    while (drawn.length < numbersToDraw) {
      const other = await start(trial, startAdder);
      await adds(trial, other, "a client", randomInteger(2, 99));
      await ends(trial, other, String(randomInteger(101, 999)), []);
      drawn.push(other.number);
    }
    trial.attempt(`${numbersToDraw} servers, one after another`, "each draws a number of its own");
    trial.expect(new Set(drawn).size > 1, `always ${drawn[0]}`, "randomInt(1, 101) draws one");
  },
};

async function start(
  trial: Trial,
  startAdder: (name: string, print: Print) => Made | PromiseLike<Made>,
): Promise<Adder> {
  const name = `Server of ${randomSentence(2)} Ö.`;
  trial.attempt(
    `startAdder(${show(name)}, print)`,
    "an object with address and ended, at once, while the server goes on in the background",
    "the loop that serves must not be awaited; its promise is what ended means",
  );
  const printed: string[] = [];
  const made = await trial.call(startAdder, name, (line) => void printed.push(line));
  const address = trial.address(made?.address);
  const isPromise = typeof made.ended?.then === "function";
  trial.expect(isPromise, `ended is ${show(made.ended)}`, "give the promise, and do not await it");
  return { name, printed, address, ended: made.ended, number: undefined };
}

/** One client that keeps to the protocol gets its reply, and the five lines are printed. */
async function adds(
  trial: Trial,
  adder: Adder,
  who: string,
  number: number,
  isCut = false,
): Promise<void> {
  const name = `${randomSentence(2)} é`;
  const request = Buffer.from(`${name}\n${number}\n`);
  const tried = `${who} sends ${show(request)}${isCut ? " byte by byte" : ""}`;
  trial.attempt(
    tried,
    `it gets ${show(adder.name)} and the server's number, a line each; then the end`,
    "one client must not keep the others waiting, nor end them when it fails",
  );
  const client = await trial.connect(adder.address);
  for (const part of isCut ? request : [request]) {
    client.send(typeof part === "number" ? Buffer.from([part]) : part);
    await client.taken();
  }
  const reply = String(await client.all());
  const digits = reply.startsWith(`${adder.name}\n`) && reply.slice(adder.name.length + 1);
  const own = Number(digits);
  trial.expect(digits === `${own}\n` && Number.isInteger(own), show(reply), likelyOf(reply));
  trial.expect(own >= 1 && own <= 100, `the server's number is ${own}`, "randomInt(1, 101)");
  adder.number ??= own;
  trial.equal(own, adder.number, "draw the number once, when the server starts");

  const lines = [`Client name: ${name}`, `Server name: ${adder.name}`];
  lines.push(`Client number: ${number}`, `Server number: ${own}`, `Sum: ${number + own}`);
  trial.attempt(tried, `print shows ${lines.map(show).join(", ")}`, "print(…) takes one line");
  await trial.patience.until(
    () => adder.printed.join("\n").includes(lines.join("\n")),
    () => `print showed ${show(adder.printed.slice(-5))}`,
  );
}

function likelyOf(reply: string): string | undefined {
  if (reply === "") return "it closed without a reply, although the request is right";
  if (!reply.endsWith("\n")) return "each line of the reply ends with \\n";
  return undefined;
}

async function refuses(trial: Trial, adder: Adder, line: string): Promise<void> {
  const request = `${randomWord()}\n${line}\n`;
  trial.attempt(
    `a client sends ${show(request)}, which holds no integer`,
    "no reply, and the end of its connection",
    "look at the text before you make a number of it, and close the connection in every case",
  );
  const client = await trial.connect(adder.address);
  client.send(request);
  trial.equal(await client.all(), "");
}

async function leavesHalfway(trial: Trial, adder: Adder): Promise<void> {
  const start = `${randomWord()}\n${randomInteger(1, 9)}`;
  trial.attempt(`a client sends ${show(start)}, and leaves`, "no reply, and the end");
  const client = await trial.connect(adder.address);
  client.send(start);
  client.finish();
  trial.equal(await client.all(), "", "the line has no end: it may not be the whole number");
}

async function cutsOff(trial: Trial, adder: Adder): Promise<void> {
  trial.attempt(
    "a client sends a line of 100000 bytes that does not end",
    "the server closes this connection",
    "the option { limit: 2048 } of a StreamReader",
  );
  const client = await trial.connect(adder.address);
  client.send("x".repeat(100_000));
  await trial.patience.until(
    () => client.ending !== undefined,
    () => "it reads on",
  );
}

/** A number out of range ends the server, with every connection. */
async function ends(
  trial: Trial,
  adder: Adder,
  number: string,
  others: readonly { readonly ending: string | undefined }[],
): Promise<void> {
  trial.attempt(`a client sends the number ${number}`, "no reply, and the end of its connection");
  const client = await trial.connect(adder.address);
  client.send(`${randomWord()}\n${number}\n`);
  trial.equal(await client.all(), "", "a number outside 1…100 gets no reply");
  trial.attempt(
    `a client has sent the number ${number}`,
    "ended is fulfilled, and every socket of the server is closed",
    "close the listening socket, and the connections of the other clients too",
  );
  const ended = Promise.resolve(adder.ended).catch((error) => Promise.reject(thrown(error)));
  await trial.patience.wait(ended, () => "ended was not fulfilled");
  await trial.patience.until(
    () => others.every(({ ending }) => ending !== undefined),
    () => "the connection of another client is open",
  );
  const open = trial.leftOpen().map(({ label }) => String(label));
  trial.expect(open.length === 0, `still open: ${open.join(", ")}`);
}
