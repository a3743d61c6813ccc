// cmd_line.py of document 003: prints its command-line arguments, whatever they are.
import { argv } from "node:process"; // needed to access the command-line arguments

const given = argv.slice(2); // without node and this program

console.log("Testing ... ");

// The listing's print puts two spaces before the number; the screenshot shows one.
console.log(`Number of arguments: ${given.length}`);
console.log("Argument list: ");

for (const argument of given) console.log(argument); // list all arguments
