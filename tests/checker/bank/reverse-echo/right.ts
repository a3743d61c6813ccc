// Sends each message of one client back reversed, until one is "end".
import { createServer } from "node:net";

function reverse(text: string): string {
  const segments = new Intl.Segmenter("en").segment(text);
  return [...segments]
    .map(({ segment }) => segment)
    .reverse()
    .join("");
}

const server = createServer((connection) => {
  connection.on("error", () => server.close());
  connection.on("end", () => server.close());
  connection.on("data", (chunk) => {
    const message = chunk.toString("utf8");
    connection.write(reverse(message));
    if (message === "end") {
      connection.end();
      server.close();
    }
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1");
