/**
 * Checks every right program of the bank a hundred times, several at once: none may fail by chance.
 *
 *     node --import tsx tests/checker/hundred.ts              servers and clients, 100 times each
 *     node --import tsx tests/checker/hundred.ts 20 right.c   20 times, those with this in their name
 */
import { examineClient } from "../../checker/src/clients/check-client.js";
import { usualLimits } from "../../checker/src/run/limits.js";
import { examineServer } from "../../checker/src/servers/check-server.js";
import { systems } from "../../checker/src/systems/index.js";
import { reportText } from "../../checker/src/verdict/report.js";
import { Bank, type BankProgram, documentProgram } from "./bank.js";

const atOnce = 6;
const [times = "100", word = ""] = process.argv.slice(2);

// What was started ends with this process, also when it is told to stop.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

using bank = new Bank();
const jobs = systems.flatMap(({ name }) => {
  const documents = name === "greeting-tcp" ? [] : (["server", "client"] as const);
  return [
    ...bank.servers(name).map((program) => ({ role: "server", program })),
    ...bank.clients(name).map((program) => ({ role: "client", program })),
    ...documents.map((role) => ({ role, program: documentProgram(name, role) })),
  ].filter(({ program }) => program.diagnosis === undefined && program.name.includes(word));
});

let failures = 0;
for (const { role, program } of jobs) {
  const started = performance.now();
  await program.prepare();
  let passed = 0;
  let left = Number(times);
  const work = async () => {
    while (left-- > 0) if (await holds(role, program)) passed++;
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  failures += Number(times) - passed;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${program.name}: ${passed} of ${times} in ${seconds} s`);
}
console.log(failures === 0 ? "None failed." : `${failures} FAILED.`);
process.exitCode = failures === 0 ? 0 : 1;

async function holds(role: string, { system, words }: BankProgram): Promise<boolean> {
  const options = { limits: usualLimits };
  const result =
    role === "server"
      ? await examineServer(system, { run: words }, options)
      : await examineClient(system, words, options);
  if (!result.passed) console.log(reportText(result));
  return result.passed;
}
