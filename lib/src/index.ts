export type { Cell, Notebook } from "./notebook.js";
