/** Asks two questions and shows the answers; with an argument, that is the default answer. */
import { argv, exit, stdout } from "node:process";
import { input } from "socketbook";

const options = argv[2] === undefined ? {} : { default: argv[2] };
try {
  const first = await input("first? ", options);
  const second = await input("second? ", options);
  stdout.write(`${JSON.stringify([first, second])}\n`);
} catch (error) {
  stdout.write(`${(error as { code: string }).code}: ${(error as Error).message}\n`);
  exit(3);
}
