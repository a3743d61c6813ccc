import { join } from "node:path";
import { Process } from "../scripts/process.js";
import { Cable, serverHost } from "./cable/cable.js";
import { anyWeather } from "./cable/weather.js";
import { patiently } from "./network-trials.js";
import { ended, isCutBefore, type Round, Wrong } from "./stage.js";

const folder = join(import.meta.dirname, "cable");

/** What calls.ts found out: how each call failed. */
type Found = Record<string, string> & { readonly received: number; readonly left: number };

const usable = /the timeout of \d+ s is over \(ETIMEDOUT\)\. The socket is still usable/;
const wanted: Readonly<Record<string, RegExp>> = {
  recv: usable,
  aborted: /^TimeoutError: /,
  sendall: /the timeout of \d+ s is over \(ETIMEDOUT\)\. A part may have gone/,
  connect: /^connect to .*the timeout of \d+ s is over \(ETIMEDOUT\)/,
  after: usable,
};

/** Every call of the library that waits ends by its timeout when the cable is cut, and nothing stays open. */
export async function calls(round: Round): Promise<void> {
  await patiently((seconds) => tryCalls(round, seconds, wanted));
}

/** Without a timeout, it is SO_KEEPALIVE that ends the wait; after that there is nothing to read. */
export async function keepalive(round: Round): Promise<void> {
  const ending = /nobody answered in time \(ETIMEDOUT\)\. The peer, or the way to it, is gone/;
  const isCut = await tryCalls(round, 0, { recv: ending, after: /^it did not fail$/ });
  if (!isCut) throw new Wrong("the calls ended before the cable was cut");
}

async function tryCalls(
  { seed, release, random }: Round,
  seconds: number,
  expected: Readonly<Record<string, RegExp>>,
): Promise<boolean> {
  const drawn = random();
  await using cable = await Cable.lay(seed, { ...anyWeather(drawn), loss: 0 });
  const pouring = ["python3", join(folder, "pour.py"), serverHost];
  await using peer = new Process(cable.at("server", pouring));
  const [, port = ""] = await peer.says(/port (\d+)/, release);
  await cable.cutAfter(drawn.integer(1, 1000));
  const tsx = import.meta.resolve("tsx");
  const line = [process.execPath, "--import", tsx, join(folder, "calls.ts"), serverHost, port];
  const limit = seconds > 0 ? String(seconds) : "--keepalive";
  await using caller = new Process(cable.at("client", [...line, limit]));
  const isCut = await isCutBefore(cable, caller);
  const status = await ended(caller, release + 5 * seconds);
  if (status !== 0) throw new Wrong(`the calls ended with status ${status}: ${caller.stderr}`);
  if (!isCut) return false;

  const found = JSON.parse(caller.stdout) as Found;
  if (found.connect === "it did not fail") return false; // it was made before the cut
  for (const [call, pattern] of Object.entries(expected)) {
    if (!pattern.test(found[call] ?? "")) throw new Wrong(`${call}: ${found[call]}`);
  }
  if (found.left !== 0) throw new Wrong(`${found.left} sockets stay open`);
  return true;
}
