import { commandsExist } from "./commands.js";
import { lockServesEverySystem } from "./every-system.js";
import { shortSources, smallFiles } from "./file-size.js";
import { linksResolve } from "./links.js";
import { noMachinePaths } from "./machine-paths.js";
import { mapShowsTree } from "./readme-map.js";
import { noRegistryHosts } from "./registry-hosts.js";
import type { Rule } from "./tree.js";

/** What holds for the files of this repository, beyond what compiler and linter know. */
export const rules: readonly Rule[] = [
  noMachinePaths,
  noRegistryHosts,
  lockServesEverySystem,
  shortSources,
  smallFiles,
  mapShowsTree,
  linksResolve,
  commandsExist,
];
