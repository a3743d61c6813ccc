/** Opens files until there is no descriptor left; then prints how each call fails, and that one works again. */
import { closeSync, openSync } from "node:fs";
import { AF_INET, encode, SOCK_DGRAM, SOCK_STREAM, socket } from "socketbook";

const server = socket(AF_INET, SOCK_STREAM);
await server.bind(["127.0.0.1", 0]);
await server.listen();
const client = socket(AF_INET, SOCK_STREAM);
const failures: Record<string, string> = {};
async function failure(name: string, call: Promise<unknown>): Promise<void> {
  failures[name] = await call.then(
    () => "none",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

const files: number[] = [];
try {
  for (;;) files.push(openSync("/dev/null", "r"));
} catch {
  // That was the last one.
}
await failure("connect", client.connect(server.getsockname()));
await failure("bind", socket(AF_INET, SOCK_STREAM).bind(["127.0.0.1", 0]));
await failure("listen", socket(AF_INET, SOCK_STREAM).listen());
await failure("sendto", socket(AF_INET, SOCK_DGRAM).sendto(encode("x"), ["127.0.0.1", 9]));
await failure("name", socket(AF_INET, SOCK_STREAM).connect(["a.name.invalid", 9]));
for (const file of files) closeSync(file);
await failure("afterwards", client.connect(server.getsockname()));
console.log(JSON.stringify(failures));
process.exit();
