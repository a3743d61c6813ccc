/// <reference types="node" preserve="true" />

export { check } from "./exercise/check.js";
export { progress, resetProgress } from "./exercise/progress.js";
