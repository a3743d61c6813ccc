/**
 * `npm run setup`: makes everything that the course needs, inside this folder, and does only what
 * is missing. `--prefix DIR` (or NB_PYTHON_PREFIX, as Binder sets it) puts Jupyter and the kernel
 * into that existing Python environment instead of a private `.venv`.
 */
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
// Loaded only now: an old Node could not even parse what follows.
import("./set-up.mjs").then(({ setUp, report }) => setUp(process.argv.slice(2)).catch(report));
