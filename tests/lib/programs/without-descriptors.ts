/** Opens files until there is no descriptor left; then prints how each call fails, and that one works again. */
import { closeSync, openSync } from "node:fs";
import { AF_INET, encode, SOCK_DGRAM, SOCK_STREAM, socket } from "socketbook";

const server = socket(AF_INET, SOCK_STREAM);
await server.bind(["127.0.0.1", 0]);
await server.listen();
const client = socket(AF_INET, SOCK_STREAM);
const failures: Record<string, string> = {};
async function failure(name: string, call: () => Promise<unknown>): Promise<void> {
  failures[name] = await call().then(
    () => "none",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

const files: number[] = [];
/** Takes every descriptor that is free, and tells how many those were. */
function takeAll(): number {
  const before = files.length;
  try {
    for (;;) files.push(openSync("/dev/null", "r"));
  } catch {
    return files.length - before;
  }
}

/** What Node itself gives back meanwhile may let a call succeed or look further: then it counts for nothing. */
async function withoutDescriptors(name: string, call: () => Promise<unknown>): Promise<void> {
  do {
    takeAll();
    await failure(name, call);
  } while (takeAll() > 0);
}

const stream = () => socket(AF_INET, SOCK_STREAM);
const datagram = () => socket(AF_INET, SOCK_DGRAM);
await withoutDescriptors("connect", () => client.connect(server.getsockname()));
await withoutDescriptors("bind", () => stream().bind(["127.0.0.1", 0]));
await withoutDescriptors("listen", () => stream().listen());
await withoutDescriptors("sendto", () => datagram().sendto(encode("x"), ["127.0.0.1", 9]));
await withoutDescriptors("name", () => stream().connect(["a.name.invalid", 9]));
for (const file of files) closeSync(file);
await failure("afterwards", () => client.connect(server.getsockname()));
console.log(JSON.stringify(failures));
process.exit();
