import type { Random } from "../../checker/src/systems/random.js";

export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[random.integer(0, list.length - 1)] ?? list[0];
}

const lengths = [0, 1, 2, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097, 70_000] as const;

/** Texts that programs stumble over: signs that grow, turn, join or are none. */
const texts = [
  "ß ŉ ǰ ΐ ﬃ", // longer in upper case
  "e\u0301a\u0308\u0323", // marks that belong to the letter before them
  "👩‍👩‍👧‍👦 🇮🇳🇮 👍🏽", // many code points, one character
  "\u202eabc\u202c \u200f\u061c", // marks of direction
  "\ufeff", // a byte order mark
  "\u2028\u2029\u0085", // ends of lines elsewhere
  "\x1b[2J\x1b]0;title\x07\x9b31m", // orders to a terminal
  "__proto__",
  "constructor",
  "%s%n%x %00 $(id) `id`; id | id & id",
  "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
  '{"a": [1, 2]}',
] as const;

/** Bytes that are no UTF-8, each in its own way. */
const broken: readonly [readonly number[], ...(readonly number[])[]] = [
  [0xff], // never in UTF-8
  [0xc0, 0xaf], // a slash, written too long
  [0xe2, 0x82], // half a character
  [0xed, 0xa0, 0x80], // half of a surrogate pair
  [0xf4, 0x90, 0x80, 0x80], // beyond the last character
  [0x80, 0x80, 0x80], // the ends of characters that never began
  [0xff, 0xfe, 0x41, 0x00], // UTF-16
  [0x00, 0x00, 0x00], // NULs
];

const lineEnds = ["\n", "\r\n", "\r", "\n\n", "\0\n", "", "\r\r\n", "\n\r"] as const;

/** One way to end a line, or not to. */
export function lineEnd(random: Random): Buffer {
  return Buffer.from(random.integer(1, 3) > 1 ? "\n" : pick(random, lineEnds));
}

/** Anything that a person, a broken program or an attacker may send in place of a text. */
export function anything(random: Random): Buffer {
  const kind = random.integer(1, 8);
  if (kind <= 2) return Buffer.from(random.sentence(random.integer(1, 5)));
  if (kind === 3) return Buffer.from(pick(random, texts));
  if (kind === 4) return Buffer.from(pick(random, broken));
  if (kind === 5) return random.bytes(random.integer(0, 64));
  if (kind === 6)
    return Buffer.alloc(pick(random, lengths), pick(random, ["x", "é", "\0", "\xff"]));
  if (kind === 7) return Buffer.concat([anything(random), Buffer.from(pick(random, broken))]);
  return Buffer.concat([anything(random), lineEnd(random), anything(random)]);
}

// biome-ignore format: a list to look over
const numbers = [
  "0", "1", "100", "101", "-1", "-0", "+5", "00000000000000000000007", " 42 ", "\t42", "1.0", "1e2",
  "0x10", "1_000", "１２", "٣", "NaN", "Infinity", "-Infinity", "", " ", "--5", "5 5", "5,5", "1e400",
  "255", "256", "32767", "32768", "65535", "65536", "2147483647", "2147483648", "-2147483649",
  "4294967296", "9007199254740991", "9007199254740993", "9223372036854775807", "9223372036854775808",
  "18446744073709551616", "-2147483648", "-9223372036854775808", "-9223372036854775809", "4294967295", "65537", "-32769",
  "340282366920938463463374607431768211456", "9007199254740992", "-9007199254740993", "2", "99", "100.0", "0.5", "1e-1",
  "1e308", "1.8e308", "5e-324", "-00", "+0", "+100", "0100", "0b1", "0o7", "0x64", "1n", "１００", "²", "Ⅷ", "½", "∞", "１", "५",
  "1\u00a0", "\ufeff1", "1\0", "\x001", "1\0.5", "true", "null", "[1]", "1;2", "1:2", "1 000", "1'000", "1.000,5", "0x", "e1", ".",
  "-", "+", "1-", "--1", "+-1", "00", "1".repeat(400), `${"0".repeat(2046)}5`, "9".repeat(2048), "1".repeat(2049),
] as const;

/** Numbers at each limit and beyond, and texts that look like numbers. */
export function number(random: Random): Buffer {
  const kind = random.integer(1, 6);
  if (kind === 1) return anything(random);
  if (kind <= 3) return Buffer.from(String(random.integer(1, 100)));
  return Buffer.from(pick(random, numbers));
}
