/// <reference types="node" preserve="true" />

export { checkServer } from "./check-server.js";
export { check } from "./exercise/check.js";
export { progress, resetProgress } from "./exercise/progress.js";
export type { SystemName } from "./systems/index.js";
export type { CheckResult, Outcome } from "./verdict/result.js";
