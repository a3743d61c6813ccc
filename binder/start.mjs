/**
 * `npm start`: sets up what is missing, then opens JupyterLab on the first notebook. What follows
 * `--` goes to JupyterLab, e.g. `npm start -- --no-browser --port=0`. Ctrl-C ends all of it.
 */
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
// Loaded only now: an old Node could not even parse what follows.
Promise.all([import("./set-up.mjs"), import("./lab.mjs")]).then(
  ([{ setUp, report }, { openLab }]) =>
    setUp()
      .then((environment) => openLab(environment, process.argv.slice(2)))
      .catch(report),
);
