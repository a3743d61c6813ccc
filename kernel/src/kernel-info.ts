import { createRequire } from "node:module";
import { PROTOCOL } from "./wire.js";

const require = createRequire(import.meta.url);

/** What the kernel says about itself; read from package files, so that no compiler is loaded for it. */
export function kernelInfo(): Record<string, unknown> {
  const ours = require("../package.json").version;
  const tslab = require("tslab/package.json").version;
  const besideTslab = createRequire(require.resolve("tslab/package.json"));
  const compiler = besideTslab("@tslab/typescript-for-tslab/package.json").version;
  return {
    status: "ok",
    protocol_version: PROTOCOL,
    implementation: "socketbook",
    implementation_version: ours,
    language_info: {
      name: "typescript",
      version: compiler,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", mode: "typescript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `TypeScript ${compiler} by tslab ${tslab}, on Node ${process.version}`,
    help_links: [],
    debugger: false,
    supported_features: [],
  };
}
