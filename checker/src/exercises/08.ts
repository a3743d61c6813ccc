import type { Chapter } from "../exercise/exercise.js";

export const chapter08: Chapter = {
  notebook: "08-file-transfer",
  title: "File transfer",
  exercises: [],
};
