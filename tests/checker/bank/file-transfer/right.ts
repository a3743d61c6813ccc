// Sends the files of one folder; the system's stream cuts them into blocks.
import { createReadStream, realpathSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join, sep } from "node:path";

const root = realpathSync(process.argv[3] ?? ".");

const server = createServer((connection) => {
  connection.on("error", (error) => console.log(error.message));
  let name = "";
  connection.setEncoding("utf8").on("data", (chunk) => {
    name += chunk;
    if (!name.endsWith("\n")) return;
    const path = pathOf(name.slice(0, -1));
    if (path === undefined) {
      connection.end("ERROR no such file\n");
      return;
    }
    connection.write(`OK ${statSync(path).size}\n`);
    createReadStream(path, { highWaterMark: 1024 }).pipe(connection);
  });
});

function pathOf(name: string): string | undefined {
  try {
    const path = realpathSync(join(root, name));
    const isInside = path.startsWith(`${root}${sep}`);
    return isInside && statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined; // it is not there
  }
}

server.listen(Number(process.argv[2]), "127.0.0.1");
