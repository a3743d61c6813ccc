import type { Subject } from "../servers/subject.js";
import type { Conversation } from "../talk/conversation.js";
import { shown } from "../talk/shown.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { expectClose, whyNoAnswer } from "./steps.js";

/** What the server of assignment 2 tells: its name and its number. */
export interface Reply {
  readonly name: string;
  readonly number: number;
}

const longest = 65_536; // bytes of an answer; whatever comes without line ends is looked at again and again

const form = "NAME\\nINTEGER\\n";

/** One client that sends a number of the range, and gets the server's. */
export async function addOnce(
  server: Subject,
  name: string,
  number: number,
  ifRefused = "closes without an answer",
): Promise<Reply> {
  const client = await server.connect();
  try {
    const reply = await sendAndRead(server, client, `${name}\n${number}\n`);
    if (reply.name === name) throw new Diagnosis("sends the client's name back");
    await expectClose(server, client);
    return reply;
  } catch (error) {
    const isRefused = error instanceof Diagnosis && error.message === "closes without an answer";
    throw isRefused ? new Diagnosis(ifRefused, error.evidence) : error;
  } finally {
    client.leave();
  }
}

/** Sends a message, or nothing when all is sent, and reads the two lines of the answer. */
export async function sendAndRead(
  server: Subject,
  client: Conversation,
  message: string,
): Promise<Reply> {
  if (message !== "") client.send(message);
  const stop = await client.receive((bytes) => bytes > longest || lineEnds(client.rest) >= 2);
  const came = client.take(client.length);
  if (came.length === 0) throw await whyNoAnswer(server, client, stop, form);
  return parse(came.toString("utf8"), message);
}

function parse(came: string, message: string): Reply {
  const evidence = { expected: form, came: shown(came) };
  const [name = "", number = "", ...rest] = came.replaceAll("\r\n", "\n").split("\n");
  if (came.startsWith(message) && message !== "")
    throw new Diagnosis("sends the message back as it was", evidence);
  if (lineEnds(Buffer.from(came)) === 0) throw new Diagnosis("sends no line ends", evidence);
  if (number === "") throw new Diagnosis("sends one line instead of two", evidence);
  if (!/^[+-]?\d+$/.test(number.trim())) {
    if (/^\d+$/.test(name.trim()))
      throw new Diagnosis("sends the number before the name", evidence);
    throw new Diagnosis("sends something else than an integer", evidence);
  }
  if (rest.length === 0) throw new Diagnosis("leaves out the last line end", evidence);
  if (rest.join("") !== "") throw new Diagnosis("sends more than two lines", evidence);
  if (name.trim() === "") throw new Diagnosis("sends an empty name", evidence);
  return { name, number: Number(number) };
}

/** A number out of range: no answer, the connection closes, the program ends, the port is free. */
export async function outOfRange(server: Subject, number: number): Promise<void> {
  const client = await server.connect();
  client.send(`Ada\n${number}\n`);
  const stop = await client.receive((bytes) => bytes > 0);
  const came = shown(client.rest);
  if (client.length > 0) throw new Diagnosis("answers a number out of range", { came });
  if (stop === "silence") {
    const hasEnded = server.program?.hasEnded === true;
    throw new Diagnosis(
      hasEnded ? "leaves a connection open" : "goes on after a number out of range",
    );
  }
  await server.expectEnd("a number out of range");
}

function lineEnds(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 0);
}
