import { randomInt } from "node:crypto";

/**
 * What a check sends is made up anew each time: an answer that was written down beforehand cannot
 * be right twice.
 */

const letters = "abcdefghijklmnopqrstuvwxyz";

/** From `least` to `most`, both included. */
export function randomInteger(least: number, most: number): number {
  return randomInt(least, most + 1);
}

/** Small letters only. */
export function randomWord(length: number = randomInteger(5, 9)): string {
  return Array.from({ length }, () => oneOf([...letters])).join("");
}

/** Several words, as a person types them. */
export function randomSentence(words = 3): string {
  return Array.from({ length: words }, () => randomWord()).join(" ");
}

export function oneOf<T>(choices: readonly T[]): T {
  return choices[randomInt(choices.length)] as T;
}
