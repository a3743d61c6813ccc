import { examineClient } from "../../checker/src/clients/check-client.js";
import { proveBank } from "./prove-bank.js";

proveBank("client", ({ system, words }, options) => examineClient(system, words, options));
