// The command `socketbook`, from its source instead of what was built last.
import { main } from "../../checker/src/main.js";

process.exitCode = await main(process.argv.slice(2));
