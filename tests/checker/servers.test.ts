import { examineServer } from "../../checker/src/servers/check-server.js";
import { proveBank } from "./prove-bank.js";

proveBank("server", ({ system, words }, options) => {
  return examineServer(system, { run: words }, options);
});
