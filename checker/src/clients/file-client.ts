import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../systems/random.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { expectMessage, nobodyThere } from "./client-steps.js";
import { type ClientSystem, type ClientUnderTest, recommended, required } from "./client-system.js";

const name = "socketbook.bin";

/** Assignment 3 of document 003: fetches one file and keeps it under the given name. */
export const fileClient: ClientSystem = {
  name: "file-transfer",
  criteria: [
    required("answer", "asks for the file and keeps it", (client) => fetch(client, 300)),
    ...[0, 1, 1023, 1024, 1025, 2 ** 20].map((size) =>
      required(`size-${size}`, `a file of ${size} bytes`, (client) => fetch(client, size)),
    ),
    required("pieces", "an answer that is cut inside its first line and its content", (client) =>
      fetch(client, 2000, [1, 4, 6, 9, 700]),
    ),
    required("refused", "keeps nothing when the server answers ERROR", (client) =>
      inFolder(async (target) => {
        const run = await client.start("tcp", { values: { name, target } });
        const talk = await run.accept();
        await expectMessage(talk, `${name}\n`);
        talk.send("ERROR no such file\n");
        talk.finish();
        await run.expectEnd();
        if (existsSync(target)) throw new Diagnosis("keeps a file that the server refused");
      }),
    ),
    recommended("cut-short", "keeps nothing when the server leaves midway", (client) =>
      inFolder(async (target) => {
        const run = await client.start("tcp", { values: { name, target } });
        const talk = await run.accept();
        await expectMessage(talk, `${name}\n`);
        talk.send(`OK 5000\n${"x".repeat(1024)}`);
        talk.finish();
        await run.expectEnd("hangs when the server leaves midway");
        if (existsSync(target)) throw new Diagnosis("takes a part of a file for the whole");
        if (!run.program.hasFailed)
          throw new Diagnosis("says nothing of a file that is incomplete");
      }),
    ),
    nobodyThere("", { name, target: join(tmpdir(), "socketbook-nowhere.bin") }),
  ],
};

async function fetch(
  client: ClientUnderTest,
  size: number,
  cuts: readonly number[] = [],
): Promise<void> {
  const content = new Random(`${size}`).bytes(size);
  await inFolder(async (target) => {
    const run = await client.start("tcp", { values: { name, target } });
    const talk = await run.accept();
    await expectMessage(talk, `${name}\n`);
    const answer = Buffer.concat([Buffer.from(`OK ${size}\n`), content]);
    const ends = [0, ...cuts, answer.length];
    await talk.sendPieces(ends.slice(1).map((end, index) => answer.subarray(ends[index], end)));
    talk.finish();
    await run.expectSuccess();
    if (!existsSync(target)) throw new Diagnosis("keeps no file");
    compare(readFileSync(target), content);
  });
}

function compare(kept: Buffer, content: Buffer): void {
  if (kept.equals(content)) return;
  const evidence = { expected: `${content.length} bytes`, came: `${kept.length} bytes` };
  if (kept.includes(content) && content.length > 0)
    throw new Diagnosis("keeps more than the file", evidence);
  if (content.subarray(0, kept.length).equals(kept))
    throw new Diagnosis(`keeps only the first ${kept.length} bytes`, evidence);
  throw new Diagnosis("changes the bytes of a file", evidence);
}

/** A folder for what the client keeps, removed afterwards. */
async function inFolder(work: (target: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "socketbook-check-"));
  try {
    await work(join(folder, "kept.bin"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
