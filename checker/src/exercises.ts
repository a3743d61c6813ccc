import type { Chapter, Exercise } from "./exercise/exercise.js";
import { chapter00 } from "./exercises/00.js";
import { chapter01 } from "./exercises/01.js";
import { chapter02 } from "./exercises/02.js";
import { chapter03 } from "./exercises/03.js";
import { chapter04 } from "./exercises/04.js";
import { chapter05 } from "./exercises/05.js";
import { chapter06 } from "./exercises/06.js";
import { chapter07 } from "./exercises/07.js";
import { chapter08 } from "./exercises/08.js";
import { chapter09 } from "./exercises/09.js";
import { chapter10 } from "./exercises/10.js";

/** Every notebook that has exercises, in reading order. */
export const chapters: readonly Chapter[] = [
  chapter00,
  chapter01,
  chapter02,
  chapter03,
  chapter04,
  chapter05,
  chapter06,
  chapter07,
  chapter08,
  chapter09,
  chapter10,
];

export function exerciseOf(id: string): Exercise | undefined {
  return chapters.flatMap(({ exercises }) => exercises).find((exercise) => exercise.id === id);
}
