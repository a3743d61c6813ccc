import type { Chapter } from "../exercise/exercise.js";

export const chapter10: Chapter = {
  notebook: "10-when-things-go-wrong",
  title: "When things go wrong",
  exercises: [],
};
