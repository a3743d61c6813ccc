import type { Chapter } from "../exercise/exercise.js";

export const chapter06: Chapter = {
  notebook: "06-many-clients",
  title: "Many clients",
  exercises: [],
};
