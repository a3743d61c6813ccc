import type { Chapter } from "../exercise/exercise.js";

export const chapter05: Chapter = {
  notebook: "05-datagrams",
  title: "Datagrams",
  exercises: [],
};
