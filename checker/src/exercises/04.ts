import type { Chapter } from "../exercise/exercise.js";

export const chapter04: Chapter = {
  notebook: "04-reverse-echo",
  title: "Reverse echo",
  exercises: [],
};
