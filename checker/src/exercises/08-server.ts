import { randomBytes } from "node:crypto";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Address, history } from "socketbook";
import type { Exercise } from "../exercise/exercise.js";
import { randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import { inTemporaryFolder } from "../exercise/temporary-folder.js";
import type { Trial } from "../exercise/trial.js";

const block = 1024;

export const fileServer: Exercise = {
  id: "08.3",
  title: "The server",
  reread: "What must never leave the folder",
  async check(trial, made) {
    const startFileServer = trial.function<[string], Address>(made);
    await inTemporaryFolder(async (top) => {
      const folder = join(top, randomWord());
      const secret = await furnish(top, folder);
      trial.attempt(
        "startFileServer(folder)",
        "an address, at once, while the server goes on in the background",
        "the loop that serves must not be awaited: call it with void",
      );
      const address = trial.address(await trial.call(startFileServer, folder));

      for (const size of [0, 1, 1023, 1024, 1025, randomInteger(5000, 20_000)]) {
        await gives(trial, address, folder, `${randomWord()}.bin`, size);
      }
      await gives(trial, address, folder, "grüße 🙂.txt", 10, "byte by byte");
      await gives(trial, address, folder, join("sub", `${randomWord()}.bin`), 100, "and finishes");

      for (const [name, likely] of [
        [randomWord(), "what is not there gets ERROR, a reason and a line end"],
        ["sub", "a folder is no file: isFile tells"],
        ["", "join makes the folder itself of an empty name"],
        ["a\0b", "this name makes Node's functions throw; catch that"],
        [secret.above, ".. leads out of the folder"],
        [secret.around, ".. leads out of the folder, also in the middle of a name"],
        [secret.absolute, "an absolute path leads out of the folder"],
        [secret.byLink, "a link leads out of the folder: realpath tells where"],
        [secret.besideByLink, "this folder's name begins like yours: compare with relative"],
      ] as const) {
        await refuses(trial, address, name, secret.text, likely);
      }

      const crashed = await trial.connect(address);
      crashed.send("large.bin\n");
      crashed.reset();
      await cutsOff(trial, address);
      const silent = await trial.connect(address);
      await gives(
        trial,
        address,
        folder,
        `${randomWord()}.bin`,
        2000,
        "while another says nothing",
      );
      trial.expect(silent.ending === undefined, "the silent client was closed at once");
    });
  },
};

/** Files inside, files outside, and links from one to the other. */
async function furnish(top: string, folder: string) {
  const [away, beside] = [join(top, randomWord()), `${folder}-2`];
  const text = randomSentence();
  await mkdir(join(folder, "sub"), { recursive: true });
  for (const each of [away, beside]) {
    await mkdir(each);
    await writeFile(join(each, "exam.txt"), text);
  }
  await symlink(away, join(folder, "link"), "junction");
  await symlink(beside, join(folder, "sub", "link"), "junction");
  await writeFile(join(folder, "large.bin"), randomBytes(2_000_000));
  const outside = away.slice(top.length + 1);
  return {
    text,
    above: `../${outside}/exam.txt`,
    around: `sub/../../${outside}/exam.txt`,
    absolute: join(away, "exam.txt"),
    byLink: "link/exam.txt",
    besideByLink: "sub/link/exam.txt",
  };
}

type Manner = "byte by byte" | "and finishes" | "while another says nothing";

/** A file that is there arrives as it is, in blocks. */
async function gives(
  trial: Trial,
  address: Address,
  folder: string,
  name: string,
  size: number,
  manner?: Manner,
): Promise<void> {
  const content = randomBytes(size);
  await writeFile(join(folder, name), content);
  trial.attempt(
    `a client asks for ${show(name)}, a file of ${size} bytes${manner ? `, ${manner}` : ""}`,
    `it gets ${show(`OK ${size}\n`)}, then the ${size} bytes, then the end`,
    "one client must not keep the others waiting, nor end them when it fails",
  );
  const since = history().at(-1)?.sequence ?? 0;
  const request = Buffer.from(`${name}\n`);
  const client = await trial.connect(address);
  for (const part of manner === "byte by byte" ? request : [request]) {
    client.send(typeof part === "number" ? Buffer.from([part]) : part);
    await client.taken();
  }
  if (manner === "and finishes") client.finish();
  const came = await client.all();
  const status = Buffer.from(`OK ${size}\n`);
  trial.expect(came.subarray(0, status.length).equals(status), show(came), likelyOf(came));
  const file = came.subarray(status.length);
  trial.expect(file.equals(content), `${file.length} bytes: ${show(file)}`, "send them unchanged");

  trial.attempt(trial.tried, `blocks of ${block} bytes`, "highWaterMark is the size of a block");
  const sent = history().filter(({ sequence, call }) => sequence > since && /^send/.test(call));
  const largest = Math.max(...sent.map(({ count = 0 }) => count));
  trial.expect(largest <= block + status.length, `${largest} bytes at once`);
}

function likelyOf(came: Buffer): string | undefined {
  if (came.length === 0) return "it closed without an answer";
  if (came.toString().startsWith("ERROR")) return "this file is in the folder";
  return "the status line comes first: OK, a space, the size, a line end";
}

async function refuses(
  trial: Trial,
  address: Address,
  name: string,
  secret: string,
  likely: string,
): Promise<void> {
  trial.attempt(`a client asks for ${show(name)}`, "it gets one line, ERROR and a reason", likely);
  const client = await trial.connect(address);
  client.send(`${name}\n`);
  const came = (await client.all()).toString();
  const isLeak = came.includes(secret);
  trial.expect(!isLeak, `${show(came)}, a file from outside the folder`);
  trial.expect(/^ERROR [^\n]+\n$/.test(came), show(came));
}

async function cutsOff(trial: Trial, address: Address): Promise<void> {
  trial.attempt(
    "a client sends a name of 100000 bytes that does not end",
    "the server closes this connection",
    "the option { limit: 4096 } of a StreamReader, and close in every case",
  );
  const client = await trial.connect(address);
  client.send("x".repeat(100_000));
  await trial.patience.until(
    () => client.ending !== undefined,
    () => "it reads on",
  );
}
