import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Exercise } from "../exercise/exercise.js";
import { type CallOutcome, settled } from "../exercise/outcome.js";
import type { Peer } from "../exercise/peer.js";
import { randomInteger, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import { inTemporaryFolder } from "../exercise/temporary-folder.js";
import type { Made, Started, Trial } from "../exercise/trial.js";

type Fetch = Made<[source: string, path: string], unknown>;

export const fileClient: Exercise = {
  id: "08.2",
  title: "The client",
  reread: "Whole, or not there",
  async check(trial, made) {
    const fetchTo = trial.function<[string, string], unknown>(made);
    await inTemporaryFolder(async (folder) => {
      for (const size of [0, 1, 1023, 1024, 1025, randomInteger(5000, 20_000)]) {
        await fetches(trial, fetchTo, join(folder, `${randomWord()}.bin`), size);
      }
    });
    await inTemporaryFolder((folder) => staysWhole(trial, fetchTo, folder));
    for (const [answer, keeps, words] of [
      [`ERROR no ${randomWord()} here\n`, false, "the reason"],
      [`OK 2000\n${randomWord()}`, false, ""],
      [`OK 2000\n${randomWord()}`, true, ""],
      ["", true, ""],
      [`${randomWord()}\n`, false, ""],
      [`OK ${randomWord()}\n${randomWord()}`, false, ""],
    ] as const) {
      await inTemporaryFolder((folder) => fails(trial, fetchTo, folder, answer, keeps, words));
    }
  },
};

/** Starts the learner's client, and resolves when it has asked for the file. */
async function requested<R>(
  trial: Trial,
  fetchTo: Made<[string, string], R>,
  path: string,
): Promise<{ peer: Peer; started: Started<R> }> {
  const name = `${randomWord()}.bin`;
  const server = await trial.server();
  const source = `${server.address.join(":")}:${name}`;
  trial.attempt(
    `fetchTo(${show(source)}, path)`,
    `the server gets ${show(`${name}\n`)}`,
    "the request is the name and a line end",
  );
  const started = trial.start(fetchTo, source, path);
  const peer = await server.accept();
  trial.equal(await peer.through("\n"), `${name}\n`);
  return { peer, started };
}

/** A file of that size arrives, in parts that are cut anywhere. */
async function fetches(trial: Trial, fetchTo: Fetch, path: string, size: number): Promise<void> {
  const content = randomBytes(size);
  const { peer, started } = await requested(trial, fetchTo, path);
  trial.attempt(
    `${trial.tried}: the server sends a file of ${size} bytes`,
    "the same bytes under the path",
    "count the bytes behind the line end, and stop at the size",
  );
  const answer = Buffer.concat([Buffer.from(`OK ${size}\n`), content]);
  for (let at = 0; at < answer.length; ) {
    const length = randomInteger(1, at === 0 ? 3 : 2000);
    peer.send(answer.subarray(at, at + length));
    await peer.taken();
    at += length;
  }
  peer.finish();
  await trial.result(started);
  const copy = await readFile(path).catch(() => undefined);
  trial.expect(copy !== undefined, "no file of that name");
  const same = copy !== undefined && content.equals(copy);
  trial.expect(same, `${copy?.length} bytes: ${show(copy)}`, likelyOf(copy, content));
  trial.attempt(`${trial.tried}; then`, "your socket is closed", "finally closes in every case");
  await peer.all();
}

function likelyOf(copy: Buffer | undefined, content: Buffer): string | undefined {
  if (copy?.includes("\ufffd")) return "write the bytes as they came, without decode";
  if (copy?.subarray(0, 3).toString() === "OK ") return "the status line is not part of the file";
  if (copy && copy.length > content.length) return "an older file, or a piece twice, is in it";
  return undefined;
}

/** Until the last byte is there, the name means the file that was there before. */
async function staysWhole(trial: Trial, fetchTo: Fetch, folder: string): Promise<void> {
  const path = join(folder, `${randomWord()}.bin`);
  const old = randomWord(3000);
  const content = randomBytes(2000);
  await writeFile(path, old);
  const { peer, started } = await requested(trial, fetchTo, path);
  trial.attempt(
    `${trial.tried}: the path holds a file, and half of the new one has come`,
    "the old file, whole, until the new one is",
    "write under another name, and rename at the end",
  );
  peer.send(Buffer.concat([Buffer.from("OK 2000\n"), content.subarray(0, 1000)]));
  await peer.taken();
  peer.send(content.subarray(1000, 1500));
  await peer.taken(); // whatever was written of the first half lies on the disk by now
  const came = await readFile(path, "utf8").catch(() => "no file");
  trial.expect(came === old, came === "no file" ? came : `${came.length} bytes of something else`);
  trial.attempt(trial.tried, "the new file, when it has come");
  peer.send(content.subarray(1500));
  peer.finish();
  await trial.result(started);
  trial.expect(content.equals(await readFile(path)), "another content");
  const there = (await readdir(folder)).length;
  trial.expect(there === 1, `${there} files in the folder`, "the part has become the file");
}

/** After this answer, and the end, there is an error, and the folder is as it was. */
async function fails(
  trial: Trial,
  fetchTo: Fetch,
  folder: string,
  answer: string,
  keeps: boolean,
  words: string,
): Promise<void> {
  const path = join(folder, `${randomWord()}.bin`);
  const old = randomWord();
  if (keeps) await writeFile(path, old);
  const { peer, started } = await requested(trial, settled(fetchTo), path);
  trial.attempt(
    `${trial.tried}: the server sends ${show(answer)}, and closes`,
    words === "" ? "it throws an error" : `it throws an error whose message tells ${words}`,
    "an answer that is not complete, or no OK and a size, is an error",
  );
  if (answer !== "") peer.send(answer);
  peer.finish();
  const outcome: CallOutcome<unknown> = await trial.result(started);
  trial.expect("error" in outcome, "it returns as if all was well");
  const message = "error" in outcome ? String(outcome.error) : "";
  const reason = answer.slice("ERROR ".length).trimEnd();
  trial.expect(words === "" || message.includes(reason), message);
  trial.attempt(
    trial.tried,
    keeps ? "the old file stays, and nothing else is in the folder" : "nothing is in the folder",
    "remove the part when something fails, and leave an older file alone",
  );
  const there = await readdir(folder);
  trial.expect(there.length === (keeps ? 1 : 0), `${there.length} files in the folder`);
  if (keeps) trial.equal(await readFile(path, "utf8").catch(() => "no file"), old);
  await peer.all();
}
