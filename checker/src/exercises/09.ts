import type { Chapter } from "../exercise/exercise.js";

export const chapter09: Chapter = {
  notebook: "09-bytes-not-messages",
  title: "Bytes, not messages",
  exercises: [],
};
