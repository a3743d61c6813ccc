import type { Subject } from "../servers/subject.js";
import { expectFile, expectRefusal, fetchFile, folderOf, otherNames } from "./file-steps.js";
import { leavesEarly, resets, staysSilent } from "./hostile.js";
import { oneAfterAnother, stillServes } from "./steps.js";
import { recommended, required, type System } from "./system.js";

const sizes = [0, 1, 1023, 1024, 1025, 2 ** 20];

/** Assignment 3 of document 003: one file for one name, from one folder, in blocks of 1024 bytes. */
export const fileTransfer: System = {
  name: "file-transfer",
  transport: "tcp",
  port: 12000,
  criteria: [
    required("answer", "sends OK, the size and the bytes of a file, then closes", (server) =>
      fetchFile(server, 300),
    ),
    ...sizes.map((size) =>
      required(`size-${size}`, `a file of ${size} bytes`, (server) => fetchFile(server, size), 1),
    ),
    required("missing", "a name that is not there: ERROR and a reason, then closes", (server) =>
      expectRefusal(server, "socketbook-no-such-file.bin", "sends a file that is not there"),
    ),
    required("names", "names with spaces and umlauts", async (server) => {
      for (const name of otherNames) await fetchFile(server, 40, name);
    }),
    required(
      "one-after-another",
      "serves clients one after another, also after an ERROR",
      (server) =>
        oneAfterAnother([
          () => normal(server),
          () =>
            expectRefusal(server, "socketbook-no-such-file.bin", "sends a file that is not there"),
          () => normal(server),
          () => fetchFile(server, 1025),
        ]),
    ),
    leavesEarly(normal, true),
    recommended("parent", "refuses a name that leads out of the folder with ..", outside, 2),
    recommended("absolute", "refuses an absolute path", async (server) => {
      await expectRefusal(server, folderOf(server).secretPath);
    }),
    recommended("link", "refuses a link that leads out of the folder", async (server) => {
      const name = "socketbook-link.txt";
      if (await folderOf(server).linkOut(name)) await expectRefusal(server, name);
    }),
    recommended("folder", "refuses the name of a folder", async (server) => {
      await folderOf(server).subfolder("socketbook-folder");
      await expectRefusal(server, "socketbook-folder", "sends a folder as a file");
    }),
    recommended("empty-name", "refuses an empty name", (server) =>
      expectRefusal(server, "", "sends a file for an empty name"),
    ),
    recommended("split-name", "a name that arrives in pieces", async (server) => {
      const content = await folderOf(server).file("socketbook-300.bin", 300);
      const client = await server.connect();
      await client.sendPieces(["socketbook", "-300", ".bin", "\n"]);
      await expectFile(server, client, content, "takes one recv for the whole name");
    }),
    recommended("breaks-off-midway", "a client that breaks off in the middle of a file", midway),
    recommended("invalid-utf8", "a name that is not UTF-8 stops nothing", async (server) => {
      const client = await server.connect();
      client.send(Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0x0a]));
      await client.receive(() => false, 0.5);
      client.leave();
      await stillServes(() => normal(server), "bytes that are not UTF-8");
    }),
    resets(normal, "socketbook-300.bin\n"),
    staysSilent(normal),
  ],
};

function normal(server: Subject): Promise<void> {
  return fetchFile(server, 300);
}

async function outside(server: Subject): Promise<void> {
  const folder = folderOf(server);
  await folder.subfolder("socketbook-folder");
  await expectRefusal(server, folder.wayOut);
  await expectRefusal(server, `socketbook-folder/../${folder.wayOut}`);
}

/** A large file of which the client reads the beginning only. */
async function midway(server: Subject): Promise<void> {
  const name = "socketbook-8388608.bin";
  await folderOf(server).file(name, 2 ** 23);
  const client = await server.connect();
  client.send(`${name}\n`);
  await client.receive((bytes) => bytes > 1024);
  client.reset();
  await stillServes(() => normal(server), "a client that breaks off");
}
