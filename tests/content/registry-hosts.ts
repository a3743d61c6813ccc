import { search } from "./lines.js";
import type { Finding, Tree } from "./tree.js";

const host = /\b(?:registry|files|mirrors?|deb)\.[\w-]+\.(?:org|com|net)\b|\bpypi\.[a-z]+\b/;
const place = /"resolved": "[a-z+]+:\/\/[^"]*"|^\s*(?:--(?:extra-)?index-url|registry\s*=).*/;

/** Which registry packages come from is a setting of the machine, not of the project. */
export function noRegistryHosts(tree: Tree): Finding[] {
  const says = (found: string) =>
    `names a package registry, ${found}; leave it out, each machine has its own setting (for the lock file: npm install --package-lock-only)`;
  return [...search(tree, host, says), ...search(tree, place, says)];
}
