/** Lays a cable, starts a program at its end that waits for an hour, and waits with it. */
import { spawn } from "node:child_process";
import { Cable } from "./cable.js";
import { calm } from "./weather.js";

const cable = await Cable.lay("1", calm);
const [file = "", ...line] = cable.at("client", ["sh", "-c", "echo here; exec sleep 3600"]);
spawn(file, line, { stdio: "inherit" });
