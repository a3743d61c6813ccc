import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../../checker/src/systems/random.js";
import { Process } from "../../scripts/process.js";
import { exchange } from "../../scripts/raw-client.js";
import { program } from "../../scripts/terminal.js";
import { Finding, type Torture } from "../finding.js";
import { Server } from "../server.js";
import { ended } from "../stage.js";

const before = "what was there before";
/** Runs a line in a folder, and shows what is in it afterwards. */
const inside = `cd "$0" && printf '${before}' >target && "$@"; status=$?; ls -A; cat target; exit $status`;

/** How a disk of so many KiB comes to be: a real one, or the largest size that a file may have. */
const disks: Readonly<Record<string, (size: number) => string[]>> = {
  "a disk": (size) => [
    "unshare",
    "-rm",
    "sh",
    "-c",
    `mount -t tmpfs -o size=${size + 4}k none "$0" && ${inside}`, // 4 KiB for what is there before
  ],
  "a limit": (size) => ["sh", "-c", `ulimit -f ${2 * size} && ${inside}`],
};

/** The disks that can be had here. */
export const tryableDisks = Object.keys(disks).filter((name) => {
  const [file = "", ...line] = disks[name]?.(4) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "socketbook-disk-"));
  const { status } = spawnSync(file, [...line, folder, "true"]);
  rmSync(folder, { recursive: true });
  return status === 0;
});

/**
 * A file client receives files onto a disk with room for a part of them: any size from nothing to more
 * than enough. It must keep the whole file, or say that there was no room and leave the old one alone.
 * Throws a `Finding`.
 */
export async function fullDisk(
  disk: string,
  torture: Torture,
  rounds: number,
  { script = "file-client", options = [] as readonly string[] } = {},
): Promise<string> {
  const random = new Random(`${torture.seed} ${disk}`);
  const place = mkdtempSync(join(tmpdir(), "socketbook-torture-"));
  let full = 0;
  try {
    await using server = await Server.start("file-server", ["--root", place]);
    for (let round = 1; round <= rounds; round++) {
      const kibibytes = random.integer(1, 800);
      const room = round === 1 ? kibibytes >> 2 : random.integer(0, 2 * kibibytes);
      const content = random.text(1024 * kibibytes);
      writeFileSync(join(place, "file"), content);
      const folder = mkdtempSync(join(place, "disk-"));
      const source = `127.0.0.1:${server.port}:file`;
      const [file = "", ...line] = disks[disk]?.(room) ?? [];
      const fetch = program(script, source, join(folder, "target"), ...options);
      await using client = new Process([file, ...line, folder, ...fetch]);
      const status = await ended(client, torture.release).catch((error: Error) => error.message);
      const fault = faultOf(script, status, client, content);
      if (fault !== undefined) {
        const what = `${disk} of ${room} KiB for a file of ${kibibytes}: ${fault}`;
        throw new Finding(what, `--seed ${torture.seed} --part machine --only "disk: ${disk}"`);
      }
      if (status !== 0) full++;
      torture.progress(`${disk}: ${round} of ${rounds} files`);
    }
    const answer = String(await exchange(server.port, "file\n"));
    if (answer.startsWith("OK ")) return `${disk}: ${rounds} files, ${full} of them without room`;
    throw new Finding(
      `afterwards the server answered "${answer}"`,
      `--part machine --only "disk: ${disk}"`,
    );
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What is wrong with how a client ended. */
function faultOf(script: string, status: number | string | null, client: Process, content: string) {
  const { stdout, stderr } = client;
  if (status === 0) {
    return stdout.endsWith(`\ntarget\n${content}`)
      ? undefined
      : "it kept another file, or more files";
  }
  const isOneLine = RegExp(
    `^${script}: cannot write [^\\n]+: (the disk is full|a file this large[^\\n]+)\\n$`,
  );
  if (status !== 1 || !isOneLine.test(stderr)) {
    return `it ended with status ${status} and said: ${stderr.slice(0, 500)}`;
  }
  return stdout === `target\n${before}` ? undefined : `it left ${stdout.slice(0, 200)}`;
}
