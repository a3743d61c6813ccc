import type { Chapter } from "../exercise/exercise.js";

export const chapter03: Chapter = {
  notebook: "03-thanks-for-connecting",
  title: "Thanks for connecting",
  exercises: [],
};
