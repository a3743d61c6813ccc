import type { Subject } from "../servers/subject.js";
import type { Datagrams } from "../talk/datagrams.js";
import { shown } from "../talk/shown.js";
import { Diagnosis } from "../verdict/diagnosis.js";
import { greetingAnswer as answer, greetingText } from "./greeting-texts.js";
import { notUtf8 } from "./hostile.js";
import { stillServes } from "./steps.js";
import { recommended, required, type System } from "./system.js";

/** Document 001 as it is programmed: one datagram asks, one datagram answers. */
export const greeting: System = {
  name: "greeting",
  transport: "udp",
  port: 50001,
  criteria: [
    required("answer", "answers a greeting in one datagram", normal),
    required("several", "answers three clients, each at its own address", severalAtOnce),
    required("other-message", "answers whatever the datagram says", async (server, random) => {
      for (const message of ["x", random.sentence(), "héllo 🙂", random.text(1400)]) {
        const client = await server.datagrams();
        await greet(server, client, message);
        await expectNothing(client);
      }
    }),
    required("again", "answers one client several times", async (server) => {
      const client = await server.datagrams();
      for (let time = 1; time <= 3; time++) {
        await greet(server, client, greetingText).catch(onlyFirst(time));
      }
    }),
    required("own-port", "answers from the port that was greeted", ownPort),
    required("empty", "an empty datagram stops nothing", async (server) => {
      await afterwards(server, "", "an empty datagram");
    }),
    recommended("invalid-utf8", "bytes that are not UTF-8 stop nothing", async (server) => {
      await afterwards(server, notUtf8, "bytes that are not UTF-8");
    }),
    recommended("large", "a datagram of 60000 bytes stops nothing", async (server, random) => {
      await afterwards(server, random.text(60_000), "a large datagram");
    }),
    recommended(
      "client-gone",
      "a client that is gone before its answer stops nothing",
      async (server) => {
        for (let time = 1; time <= 3; time++) {
          const client = await server.datagrams();
          await client.send(greetingText);
          client.leave();
        }
        await stillServes(() => normal(server), "a client that is gone");
      },
    ),
  ],
};

async function normal(server: Subject): Promise<void> {
  const client = await server.datagrams();
  await greet(server, client, greetingText);
  await expectNothing(client);
}

async function greet(server: Subject, client: Datagrams, message: string): Promise<void> {
  await client.send(message);
  await expectAnswer(server, client);
}

async function expectAnswer(server: Subject, client: Datagrams): Promise<void> {
  const datagram = await client.receive();
  if (datagram === undefined) throw await server.stopped("never answers", shown(answer));
  const came = datagram.bytes.toString("utf8");
  if (came === answer) return;
  const evidence = { expected: shown(answer), came: shown(datagram.bytes) };
  if (answer.startsWith(came)) throw new Diagnosis("splits its answer into datagrams", evidence);
  if (came.trimEnd() === answer || came === `${answer}\0`)
    throw new Diagnosis("adds something to the answer", evidence);
  if (came === greetingText) throw new Diagnosis("sends the message back as it was", evidence);
  throw new Diagnosis("answers something else", evidence);
}

async function expectNothing(client: Datagrams): Promise<void> {
  const datagram = await client.receive(0.3);
  if (datagram === undefined) return;
  throw new Diagnosis("answers one datagram twice", { came: shown(datagram.bytes) });
}

function onlyFirst(time: number): (error: unknown) => never {
  return (error) => {
    const isSilence = error instanceof Diagnosis && error.message === "never answers";
    throw isSilence && time > 1 ? new Diagnosis("answers only once", error.evidence) : error;
  };
}

async function severalAtOnce(server: Subject): Promise<void> {
  const clients = [await server.datagrams(), await server.datagrams(), await server.datagrams()];
  for (const client of clients) await client.send(greetingText);
  for (const client of clients) {
    await expectAnswer(server, client).catch((error: unknown) => {
      const isSilence = error instanceof Diagnosis && error.message === "never answers";
      throw isSilence ? new Diagnosis("serves only one client", error.evidence) : error;
    });
  }
  for (const client of clients) await expectNothing(client);
}

async function ownPort(server: Subject): Promise<void> {
  const client = await server.datagrams();
  await client.send(greetingText);
  const datagram = await client.receive();
  if (datagram === undefined) throw await server.stopped("never answers", shown(answer));
  if (datagram.from.port === server.place.port) return;
  throw new Diagnosis("answers from another port", {
    expected: `from port ${server.place.port}`,
    came: `from port ${datagram.from.port}`,
  });
}

async function afterwards(
  server: Subject,
  bytes: string | Uint8Array,
  what: string,
): Promise<void> {
  const client = await server.datagrams();
  await client.send(bytes);
  await client.receive(0.5); // whether it answers this is its own affair
  await stillServes(() => normal(server), what);
}
