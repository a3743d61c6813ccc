import { examineServer, type ServerCheckOptions } from "./servers/check-server.js";
import type { Place } from "./servers/subject.js";
import type { SystemName } from "./systems/index.js";
import { outcomeText, summaryText } from "./verdict/report.js";
import type { CheckResult } from "./verdict/result.js";

/**
 * Checks the server of a system at an address, in whatever language it is written: tries what its
 * document asks for, and prints what holds and what does not, with what was sent and received. Resolves
 * with the same as an object. A file server is checked with `{ folder }`, the folder that it serves.
 *
 *     await checkServer("adder", ["127.0.0.1", 12000]);
 */
export async function checkServer(
  system: SystemName,
  address: readonly [host: string, port: number],
  options: Pick<ServerCheckOptions, "folder"> & { readonly quiet?: boolean } = {},
): Promise<CheckResult> {
  const [host, port] = address;
  const print = options.quiet === true ? ignore : (text: string) => console.log(text);
  const place: Place = { host: host === "" ? "127.0.0.1" : host, port };
  const result = await examineServer(system, place, {
    folder: options.folder,
    onOutcome: (outcome) => print(outcomeText(outcome)),
  });
  print(`\n${summaryText(result)}`);
  return result;
}

function ignore(): void {
  // Nothing is printed: the caller looks at the result.
}
