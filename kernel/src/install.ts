import { parseArgs } from "node:util";
import { writeKernelspec } from "./kernelspec.js";

/** `node install.js --prefix DIR` makes the kernel known to the Jupyter that lives below DIR. */
const { values } = parseArgs({ options: { prefix: { type: "string" } } });
if (values.prefix === undefined) throw new Error("usage: install.js --prefix DIR");
console.log(writeKernelspec(values.prefix));
