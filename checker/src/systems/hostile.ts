import type { Subject } from "../servers/subject.js";
import { stillServes } from "./steps.js";
import { type Criterion, recommended, required } from "./system.js";

type Normal = (server: Subject) => Promise<void>;

/** A client that connects and closes without a word; the next one is served. */
export function leavesEarly(normal: Normal, isRequired: boolean): Criterion {
  const make = isRequired ? required : recommended;
  return make(
    "leaves-early",
    "a client that leaves without a word stops nothing",
    async (server) => {
      const client = await server.connect();
      client.leave();
      await stillServes(() => normal(server), "a client that leaves early");
    },
  );
}

/** A client that breaks the connection off after its message; the next one is served. */
export function resets(normal: Normal, message: string): Criterion {
  return recommended("reset", "a client that breaks off stops nothing", async (server) => {
    const client = await server.connect();
    client.send(message);
    await client.receive((bytes) => bytes > 0);
    client.reset();
    const second = await server.connect();
    second.reset();
    await stillServes(() => normal(server), "a client that breaks off");
  });
}

/** A client that says nothing and stays; the next one is served meanwhile. */
export function staysSilent(normal: Normal): Criterion {
  const title = "a client that says nothing does not keep the others waiting";
  return recommended("silent-client", title, async (server) => {
    await server.connect();
    await stillServes(() => normal(server), "a silent client");
  });
}

/** Bytes that are no UTF-8; the next client is served. */
export function invalidText(normal: Normal, message: Uint8Array): Criterion {
  return recommended("invalid-utf8", "bytes that are not UTF-8 stop nothing", async (server) => {
    const client = await server.connect();
    client.send(message);
    await client.receive(() => false, 0.5);
    client.leave();
    await stillServes(() => normal(server), "bytes that are not UTF-8");
  });
}

/** What no UTF-8 text contains. */
export const notUtf8 = Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28]);
