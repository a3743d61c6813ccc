/** The book as it would lie on the web: built by its one command, served on this machine. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const top = join(import.meta.dirname, "..", "..");
const dist = join(top, "book", "dist");
const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Builds the book; throws with what was printed when that fails. */
export function build(): void {
  const { NODE_TEST_CONTEXT, NODE_OPTIONS, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(top, "book", "build.mjs")], {
    encoding: "utf8",
    env,
  });
  if (status !== 0) throw new Error(`The book was not built:\n${stdout}${stderr}`);
}

/** The names of all pages, without their ending. */
export function pages(): string[] {
  return readdirSync(dist)
    .filter((file) => file.endsWith(".html") && file !== "404.html")
    .map((file) => file.replace(/\.html$/, ""));
}

export function html(page: string): string {
  return readFileSync(join(dist, `${page}.html`), "utf8");
}

/** Serves the built book at a free port; an address without an ending means its page. */
export async function serve(): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = fileOf(request.url ?? "/");
    response.statusCode = path === undefined ? 404 : 200;
    if (path === undefined) return response.end("There is no such page.");
    response.setHeader("Content-Type", kinds[extname(path)] ?? "application/octet-stream");
    return response.end(readFileSync(path));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, server };
}

function fileOf(url: string): string | undefined {
  const path = normalize(decodeURI(new URL(url, "http://here").pathname));
  const file = join(dist, path === "/" ? "index.html" : path);
  return [file, `${file}.html`].find((each) => existsSync(each) && statSync(each).isFile());
}
