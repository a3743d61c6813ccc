/**
 * Measures one large file over the file transfer programs, TypeScript and Python side by side, in turns.
 * Each figure is the time of a client less the time that the same client needs for an empty file.
 *
 *     npm run bench:files                                     1 GB, three rounds
 *     npm run bench:files -- --megabytes 100 --rounds 5
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "1024" },
    rounds: { type: "string", default: "3" },
  },
});
const megabytes = Number(values.megabytes);
const rounds = Number(values.rounds);
const languages = ["Python", "TypeScript"] as const;
type Language = (typeof languages)[number];

const folder = mkdtempSync(join(tmpdir(), "socketbook-bench-"));
const servers: ChildProcess[] = [];
try {
  makeFiles();
  await compare();
} finally {
  for (const server of servers) server.kill("SIGKILL");
  rmSync(folder, { recursive: true });
}

async function compare(): Promise<void> {
  const ports = { Python: await serve("Python"), TypeScript: await serve("TypeScript") };
  const best = { Python: 0, TypeScript: 0 };
  for (let round = 1; round <= rounds; round++) {
    for (const language of languages) {
      const start = await fetchTime(language, ports[language], "empty");
      const whole = await fetchTime(language, ports[language], "large");
      const rate = megabytes / (whole - start);
      best[language] = Math.max(best[language], rate);
      console.log(`round ${round}  ${language.padEnd(10)}  ${rate.toFixed(0).padStart(5)} MB/s`);
    }
  }
  const ratio = best.TypeScript / best.Python;
  console.log(`best: TypeScript reaches ${ratio.toFixed(2)} of Python; it must reach 0.7`);
  process.exitCode = ratio >= 0.7 ? 0 : 1;
}

function makeFiles(): void {
  const megabyte = randomBytes(1024 * 1024);
  writeFileSync(join(folder, "empty"), "");
  for (let written = 0; written < megabytes; written++) {
    appendFileSync(join(folder, "large"), megabyte);
  }
}

/** Starts a server on a free port in the folder of the files; resolves with the port. */
async function serve(language: Language): Promise<string> {
  const [command = "", ...parameters] = program(language, "file-server", "0");
  const server = spawn(command, parameters, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  servers.push(server);
  const said = { text: "" };
  for (const stream of [server.stdout, server.stderr]) {
    stream.on("data", (text: Buffer) => {
      said.text += String(text);
    });
  }
  for (;;) {
    const port = said.text.match(/(?:port |', )(\d+)\)?\n/)?.[1];
    if (port !== undefined) return port;
    if (server.exitCode !== null) throw new Error(`the ${language} server ended: ${said.text}`);
    await Promise.race([
      once(server.stdout, "data"),
      once(server.stderr, "data"),
      once(server, "close"),
    ]);
  }
}

/** How many seconds a client takes to fetch a file. */
async function fetchTime(language: Language, port: string, name: string): Promise<number> {
  const target = join(folder, "received");
  const [command = "", ...parameters] = program(
    language,
    "file-client",
    `127.0.0.1:${port}:${name}`,
    target,
  );
  const start = performance.now();
  const client = spawn(command, parameters, { stdio: ["ignore", "ignore", "inherit"] });
  const [status] = await once(client, "close");
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0 || statSync(target).size !== statSync(join(folder, name)).size) {
    throw new Error(`the ${language} client did not get ${name}`);
  }
  rmSync(target);
  return seconds;
}

function program(language: Language, name: string, ...parameters: string[]): string[] {
  const place = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
  if (language === "TypeScript") {
    const tsx = import.meta.resolve("tsx");
    return [process.execPath, "--import", tsx, place(`scripts/${name}.ts`), ...parameters];
  }
  const file = `${name.replace("-", "_")}.py`;
  return ["python3", place(`tests/scripts/python/${file}`), ...parameters];
}
