import type { Random } from "../../checker/src/systems/random.js";
import { anything, pick } from "./grammar.js";

/** Ways to write "one folder up", for a program that decodes, cleans or converts a name. */
// biome-ignore format: a list to look over
const ups = [
  "..", "../", "..\\", "..//", "...//", "....//", "....\\\\", ".././", "..\0/", "%2e%2e/", "%2e%2e%2f",
  "..%2f", "..%5c", "%252e%252e%252f", "..%c0%af", "..%u2215", "..;/", ". ./", ".. /", "../ ", "．．/",
  "‥/", "..／", "..∕", "..⁄", "x/../../", "folder/../../", "./../", "folder\\..\\..\\", "..:", "~/../",
  ".../", "../ /", "...\\", ".. . /", "..\u200b/", "․․/", "%2e%2e\\", "%uff0e%uff0e/", "+AC4ALgAv-", "folder//../../",
  "file/../../", "..::$INDEX_ALLOCATION/", "folder:$I30:$INDEX_ALLOCATION/../../", "\u0000../", "\r../", "..\t/",
] as const;

/** The same in bytes that are no UTF-8: written too long, as a forgiving decoder takes them, or in UTF-16. */
// biome-ignore format: a list to look over
const rawUps = [
  "c0aec0ae2f", "c0aec0aec0af", "2e2ec0af", "e080aee080aee080af", "f08080aef08080ae2f", "c1aec1ae2f", "2e2ec19c",
  "2e002e002f00", "fffe2e002e002f00", "aeaeaf", "2e2e80af", "2e2eff2f",
] as const;

/** Names that mean a thing of the whole machine, on some system. */
// biome-ignore format: a list to look over
const roots = [
  "/", "//", "\\", "\\\\", "C:\\", "C:/", "C:", "c:..\\", "\\\\?\\C:\\", "\\\\.\\C:\\", "//?/C:/",
  "\\\\127.0.0.1\\c$\\", "//127.0.0.1/c$/", "\\??\\C:\\", "file:///", "~", "~root/", "$HOME/",
  "%USERPROFILE%\\", "/proc/self/cwd/", "/proc/self/root/", "/dev/fd/", "/Volumes/", "/.vol/1/2/", "/./", "///",
  "\\\\?\\UNC\\127.0.0.1\\c$\\", "//?/UNC/127.0.0.1/c$/", "\\\\?\\GLOBALROOT\\Device\\HarddiskVolume1\\", "\\\\.\\pipe\\",
  "\\\\localhost\\c$\\", "\\Device\\", "C:..\\", "c|/", "%SystemRoot%\\", "file://localhost/", "/proc/1/root/", "/dev/tcp/",
  "Macintosh HD:", "::", "/private/", "/System/Volumes/Data/", "~+/", "~-/", "$(pwd)/../", "`pwd`/../",
] as const;

/** Names that are devices, streams or others' views of a file, on some system. */
// biome-ignore format: a list to look over
const special = [
  "CON", "NUL", "AUX.txt", "COM1", "COM¹", "LPT1:", "CONIN$", "nul .txt", "file::$DATA", "file:stream",
  "file/..namedfork/rsrc", "FILE~1", "file.", "file ", "file\t", "file\0", "file\0.txt", "file/", "file/.",
  "file//", "folder", ".", "./", "", " ", "/dev/zero", "/dev/stdin", "/proc/self/environ", "pipe", "-", "*",
  "?", "fi*", "{file,secret}", "file\u200b", "ﬁle", "fıle", "FILE", "~", "x".repeat(255), "x".repeat(256),
  "PRN", "CLOCK$", "CONOUT$", "COM0", "COM9.txt", "com³", "LPT²", "lpt9 ", "nul.", "folder/CON", "folder\\NUL", "CON:",
  "file::$INDEX_ALLOCATION", "file:$DATA", "file:", ":file", "file:Zone.Identifier", "::$DATA", "folder::$DATA",
  "SECRET~1", "SHARED~1/SECRET", "FOLDER~1\\INNER", "folder./inner", "folder /inner", "folder/inner. . ", "file. ",
  "._file", ".DS_Store", "file/rsrc", "fi\u00ADle", "\ufefffile", "ＦＩＬＥ", "ｆｉｌｅ", "File", "folder/INNER", "FOLDER/inner",
  "e\u0301", "\u00e9", "\u212a", "K", "e\u0301/../file", "\u1100\u1161", "file\r", "\nfile", "file\x1b[2J", "--help", "-rf",
  "fi%6ce", "file%00", "file%20", "file?x", "file#x", "'file'", '"file"', "file|id", "file;id", "$(id)", "folder/./inner",
  "folder//inner", "x".repeat(4095), `${"x".repeat(255)}/`.repeat(15), "é".repeat(127), "é".repeat(128), "/dev/full",
  "/proc/self/mem", "/proc/self/fd/0", "/dev/tty", "link-loop-a", "folder/link-up", "folder/link-up/secret",
  "folder/".repeat(580), "./".repeat(2040), `${"./".repeat(2040)}file`, "link-to-itself", "link-to-itself/x",
] as const;

/** Where the secret lies, as seen from the folder: beside it, above it, or through a link in it. */
// biome-ignore format: a list to look over
const targets = [
  "secret", "secret.txt", "shared-secret/secret", "shared/../secret", "etc/passwd", "etc/hostname",
  "link-out/secret", "link-to-secret", "proc/self/environ", "Windows\\win.ini", "SECRET", "SECRET~1", "secret ",
  "secret.", "secret::$DATA", "secret\0", "secret\0.txt", "shared-secret\\secret", "ｓｅｃｒｅｔ", "%73ecret", "folder/link-up/secret",
] as const;

/** Where it lies when the way out has led to the folder above. */
const beside = ["secret", "secret", "shared-secret/secret"] as const;

/** A name that tries to leave the folder, in a way that Linux, macOS, Windows or a decoder knows. */
export function fileName(random: Random, outside: string): Buffer {
  const kind = random.integer(1, 9);
  if (kind === 1) return anything(random);
  if (kind === 2) return Buffer.from(pick(random, special));
  if (kind === 3) return Buffer.from(pick(random, ["link-out/secret", "link-to-secret", "pipe"]));
  if (kind === 4) return Buffer.from(pick(random, roots) + pick(random, targets));
  if (kind === 5)
    return Buffer.from(pick(random, roots) + outside + pick(random, ["", "", "\0", "."]));
  if (kind === 6) return Buffer.from(pick(random, ["file", "folder/inner", "./file", "empty"]));
  const up = () =>
    random.integer(1, 5) === 1 ? Buffer.from(pick(random, rawUps), "hex") : pick(random, ups);
  if (kind <= 8) {
    // One way out alone: most programs know all but one.
    const steps = Array<Buffer | string>(random.integer(1, 2)).fill(up());
    return joined(...steps, pick(random, ["", "/"]), pick(random, beside));
  }
  const start = pick(random, ["", "", "folder/", "./", "link-out/", "folder\\"]);
  const steps = Array.from({ length: random.integer(1, 4) }, up);
  return joined(start, ...steps, pick(random, ["", "/", "\\"]), pick(random, targets));
}

function joined(...parts: (Buffer | string)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}
