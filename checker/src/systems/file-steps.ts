import type { SharedFolder } from "../servers/shared-folder.js";
import type { Subject } from "../servers/subject.js";
import type { Conversation } from "../talk/conversation.js";
import { shown } from "../talk/shown.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { expectClose, whyNoAnswer } from "./steps.js";

export const otherNames = ["socketbook with spaces.txt", "socketbook-grüße.txt"];

const longestStatus = 4096;
const leak = "leaks a file outside its folder";

/** The folder that the server serves. Who checks an address has to name it. */
export function folderOf(server: Subject): SharedFolder {
  if (server.folder === undefined) throw new Error("a file server needs a folder");
  return server.folder;
}

/** Asks for a file of `size` bytes and gets exactly that. */
export async function fetchFile(
  server: Subject,
  size: number,
  name = `socketbook-${size}.bin`,
): Promise<void> {
  const content = await folderOf(server).file(name, size);
  const client = await server.connect();
  client.send(`${name}\n`);
  await expectFile(server, client, content);
  client.leave();
}

/** Waits for the status line and the content; `otherwise` is the diagnosis of a refusal. */
export async function expectFile(
  server: Subject,
  client: Conversation,
  content: Buffer,
  otherwise = "refuses a file that is there",
): Promise<void> {
  const status = await statusOf(server, client, `OK ${content.length}\\n`).catch(
    (error: unknown) => {
      if (error instanceof Diagnosis && otherwise.startsWith("takes")) {
        throw new Diagnosis(otherwise, error.evidence);
      }
      throw error;
    },
  );
  const evidence = { expected: `OK ${content.length}\\n`, came: shown(status) };
  if (status.startsWith("ERROR")) throw new Diagnosis(otherwise, evidence);
  const size = /^OK (\d+)$/.exec(status)?.[1];
  if (size === undefined) throw new Diagnosis("sends no status line", evidence);
  if (Number(size) !== content.length) throw new Diagnosis("announces a wrong size", evidence);

  const stop = await client.receive((bytes) => bytes >= content.length);
  const came = client.take(Math.min(client.length, content.length));
  compare(came, content);
  if (stop === "reset") throw await server.stopped("resets the connection");
  if (content.length > 0 && client.length > 0) throw tooMuch(client);
  await expectClose(server, client).catch((error: unknown) => {
    const isMore = error instanceof Diagnosis && /^adds|^answers more/.test(error.message);
    throw isMore ? new Diagnosis("sends more bytes than it announced", error.evidence) : error;
  });
}

function tooMuch(client: Conversation): Diagnosis {
  const came = `${shown(client.rest)} after the announced bytes`;
  return new Diagnosis("sends more bytes than it announced", { came });
}

function compare(came: Buffer, content: Buffer): void {
  if (came.equals(content)) return;
  const evidence = { expected: `${content.length} bytes`, came: `${came.length} bytes` };
  if (content.subarray(0, came.length).equals(came)) {
    throw new Diagnosis(`sends only the first ${came.length} bytes`, evidence);
  }
  const first = came.findIndex((byte, index) => byte !== content[index]);
  throw new Diagnosis("changes the bytes of a file", {
    expected: `byte ${first + 1} is ${content[first]}`,
    came: `byte ${first + 1} is ${came[first]}`,
  });
}

/** Asks for what nobody may have, and gets ERROR with a reason, then the end. */
export async function expectRefusal(
  server: Subject,
  name: string,
  otherwise = leak,
): Promise<void> {
  const client = await server.connect();
  client.send(`${name}\n`);
  const status = await statusOf(server, client, "ERROR REASON\\n");
  const evidence = { expected: "ERROR REASON\\n", came: shown(status) };
  if (status.startsWith("OK")) {
    await client.receive(() => false, 0.5);
    const isSecret = client.rest.includes(folderOf(server).secret);
    throw new Diagnosis(isSecret ? leak : otherwise, evidence);
  }
  if (!status.startsWith("ERROR")) throw new Diagnosis("sends no status line", evidence);
  if (!/^ERROR \S/.test(status)) throw new Diagnosis("gives no reason with ERROR", evidence);
  await expectClose(server, client);
  client.leave();
}

async function statusOf(server: Subject, client: Conversation, expected: string): Promise<string> {
  const stop = await client.receive((bytes) => bytes > longestStatus || client.rest.includes("\n"));
  if (client.length === 0) throw await whyNoAnswer(server, client, stop, expected);
  const end = client.rest.indexOf("\n");
  if (end === -1) {
    const came = shown(client.rest);
    throw new Diagnosis("sends no status line", { expected, came });
  }
  const line = client.take(end + 1).toString("utf8");
  return line.replace(/\r?\n$/, "");
}
