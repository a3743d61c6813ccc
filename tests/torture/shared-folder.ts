import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder to serve, and a secret that lies outside it in every place where one may look for it. */
export interface Shared {
  readonly root: string;
  /** The path of a file with the secret. */
  readonly secret: string;
  /** What no answer may contain. */
  readonly token: string;
  /** The answer to the plain name of a file inside; undefined for every other name. */
  answerFor(name: string): string | undefined;
  /** The answers that give away a file inside: some systems open them under more names. */
  readonly harmless: readonly string[];
  remove(): void;
}

const files: Readonly<Record<string, string>> = {
  file: "content",
  "./file": "content",
  "folder/inner": "x".repeat(3000),
  "link-inside": "content",
  empty: "",
};

export function sharedFolder(): Shared {
  const place = mkdtempSync(join(tmpdir(), "socketbook-torture-"));
  const token = `secret-${randomBytes(12).toString("hex")}`;
  const root = join(place, "shared");
  const put = (path: string, content: string) => writeFileSync(join(place, path), content);
  for (const folder of ["shared", "shared/folder", "shared-secret"]) mkdirSync(join(place, folder));
  for (const path of ["secret", "secret.txt", "shared-secret/secret"]) put(path, token);
  put("shared/file", "content");
  put("shared/folder/inner", "x".repeat(3000));
  put("shared/empty", "");
  for (const [name, target] of [
    ["link-out", ".."],
    ["link-to-secret", "../secret"],
    ["link-to-itself", "link-to-itself"],
    ["link-inside", "file"],
    ["link-loop-a", "link-loop-b"],
    ["link-loop-b", "link-loop-a"],
    ["folder/link-up", "../.."],
  ] as const) {
    symlinkSync(target, join(root, name));
  }
  // Whoever opens a pipe to read it waits for a writer, who never comes.
  if (process.platform !== "win32") execFileSync("mkfifo", [join(root, "pipe")]);
  return {
    root,
    secret: join(place, "secret"),
    token,
    answerFor: (name) => (Object.hasOwn(files, name) ? ok(files[name] ?? "") : undefined),
    harmless: Object.values(files).map(ok),
    remove: () => rmSync(place, { recursive: true }),
  };
}

function ok(content: string): string {
  return `OK ${content.length}\n${content}`;
}
