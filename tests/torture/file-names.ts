import type { Random } from "../../checker/src/systems/random.js";
import { anything, pick } from "./grammar.js";

/** Ways to write "one folder up", for a program that decodes, cleans or converts a name. */
// biome-ignore format: a list to look over
const ups = [
  "..", "../", "..\\", "..//", "...//", "....//", "....\\\\", ".././", "..\0/", "%2e%2e/", "%2e%2e%2f",
  "..%2f", "..%5c", "%252e%252e%252f", "..%c0%af", "..%u2215", "..;/", ". ./", ".. /", "../ ", "．．/",
  "‥/", "..／", "..∕", "..⁄", "x/../../", "folder/../../", "./../", "folder\\..\\..\\", "..:", "~/../",
] as const;

/** Names that mean a thing of the whole machine, on some system. */
// biome-ignore format: a list to look over
const roots = [
  "/", "//", "\\", "\\\\", "C:\\", "C:/", "C:", "c:..\\", "\\\\?\\C:\\", "\\\\.\\C:\\", "//?/C:/",
  "\\\\127.0.0.1\\c$\\", "//127.0.0.1/c$/", "\\??\\C:\\", "file:///", "~", "~root/", "$HOME/",
  "%USERPROFILE%\\", "/proc/self/cwd/", "/proc/self/root/", "/dev/fd/", "/Volumes/", "/.vol/1/2/",
] as const;

/** Names that are devices, streams or others' views of a file, on some system. */
// biome-ignore format: a list to look over
const special = [
  "CON", "NUL", "AUX.txt", "COM1", "COM¹", "LPT1:", "CONIN$", "nul .txt", "file::$DATA", "file:stream",
  "file/..namedfork/rsrc", "FILE~1", "file.", "file ", "file\t", "file\0", "file\0.txt", "file/", "file/.",
  "file//", "folder", ".", "./", "", " ", "/dev/zero", "/dev/stdin", "/proc/self/environ", "pipe", "-", "*",
  "?", "fi*", "{file,secret}", "file\u200b", "ﬁle", "fıle", "FILE", "~", "x".repeat(255), "x".repeat(256),
  "folder/".repeat(580), "./".repeat(2040), `${"./".repeat(2040)}file`, "link-to-itself", "link-to-itself/x",
] as const;

/** Where the secret lies, as seen from the folder: beside it, above it, or through a link in it. */
// biome-ignore format: a list to look over
const targets = [
  "secret", "secret.txt", "shared-secret/secret", "shared/../secret", "etc/passwd", "etc/hostname",
  "link-out/secret", "link-to-secret", "proc/self/environ", "Windows\\win.ini",
] as const;

/** A name that tries to leave the folder, in a way that Linux, macOS, Windows or a decoder knows. */
export function fileName(random: Random, outside: string): Buffer {
  const kind = random.integer(1, 8);
  if (kind === 1) return anything(random);
  if (kind === 2) return Buffer.from(pick(random, special));
  if (kind === 3) return Buffer.from(pick(random, ["link-out/secret", "link-to-secret", "pipe"]));
  if (kind === 4) return Buffer.from(pick(random, roots) + pick(random, targets));
  if (kind === 5) return Buffer.from(pick(random, roots) + outside + pick(random, ["", "\0", "."]));
  if (kind === 6) return Buffer.from(pick(random, ["file", "folder/inner", "./file", "empty"]));
  const way = Array.from({ length: random.integer(1, 4) }, () => pick(random, ups)).join("");
  const start = pick(random, ["", "", "folder/", "./", "link-out/", "folder\\"]);
  return Buffer.from(start + way + pick(random, ["", "/", "\\"]) + pick(random, targets));
}
