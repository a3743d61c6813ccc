import type { Chapter } from "../exercise/exercise.js";

export const chapter07: Chapter = {
  notebook: "07-adding-two-numbers",
  title: "Adding two numbers",
  exercises: [],
};
