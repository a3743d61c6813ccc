import { readdirSync } from "node:fs";
import { setTimeout as passed } from "node:timers/promises";
import { Process } from "../scripts/process.js";
import { program } from "../scripts/terminal.js";
import { serverHost } from "./cable/cable.js";
import { anyWeather } from "./cable/weather.js";
import { patiently } from "./network-trials.js";
import { isCutBefore, type Scene, Stage, Wrong } from "./stage.js";

/**
 * A relay stands beside the client, and the server at the other end of a cable that is cut. The relay,
 * which loses patience first, says what it waited for, and lets go of both; so the client ends as well.
 */
export async function relayed(scene: Scene): Promise<void> {
  await patiently((seconds) => relayOnce(scene, seconds));
}

async function relayOnce(scene: Scene, seconds: number): Promise<boolean> {
  const random = scene.random();
  const weather = { ...anyWeather(random), loss: 0 };
  await using stage = await Stage.set(scene, { random, weather, options: [] });
  const { cable, exchange, server } = stage;
  const to = `${serverHost}:${server.port}`;
  const relaying = program("relay", "--port", "0", "--to", to, "--timeout", String(seconds));
  await using relay = new Process(cable.at("client", relaying));
  const [, port = ""] = await relay.says(/Listening on port (\d+)\n/, scene.release);
  await relay.says(/Relaying connections/);
  const descriptors = openOf(relay);

  const packets = await stage.cutSomewhere(random);
  const asking = exchange.client("127.0.0.1", Number(port));
  const line = program(scene.pair.script, ...asking, "--timeout", "3600");
  await using client = new Process(cable.at("client", line), { input: exchange.input });
  const isCut = await isCutBefore(cable, client);
  const status = await stage.status(client, seconds);
  if (status !== 0 && !isCut) return false;

  stage.gaveUp(client, status, /./);
  const [, note = ""] = await relay.says(
    /\('127\.0\.0\.1', \d+\): (\D.*)\n/,
    seconds + scene.release,
  );
  // A handshake that the weather doubles can be cut at its second half, too.
  const isClear = [/^connect to .* \(ETIMEDOUT\)/, /^(said|took) nothing for \d+ s/].some(
    (wanted, index) => packets >= index && wanted.test(note),
  );
  if (!isClear) throw new Wrong(`the relay did not note clearly what it waited for, but: ${note}`);
  const deadline = performance.now() + scene.release * 1000;
  while (openOf(relay) > descriptors) {
    if (performance.now() > deadline) throw new Wrong("the relay did not let go of both sides");
    await passed(20); // the system has no event for a descriptor that another process closes
  }
  return true;
}

function openOf({ pid }: Process): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
