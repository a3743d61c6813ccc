import { setTimeout as passed } from "node:timers/promises";
import { Process } from "../scripts/process.js";
import { program } from "../scripts/terminal.js";
import { Cable } from "./cable/cable.js";
import { anyWeather, calm } from "./cable/weather.js";
import { ended, gaveUp, isCutBefore, type Scene, Stage, Wrong } from "./stage.js";

const tooLate = /(nothing for|no whole line within) [\d.]+ seconds/;
const noConnection = /connect to .* \(ETIMEDOUT\)/;
const noAnswer = /\(ETIMEDOUT\)|: the peer sent no whole line within \d+ seconds/;
const elsewhere = "198.51.100.1"; // for documentation too, and in no network of ours
const longWait = 3600; // seconds: nobody loses patience meanwhile

/** Delay, loss, packets twice and out of order: the client gets what it came for all the same. */
export async function storm(scene: Scene): Promise<void> {
  const random = scene.random();
  await using stage = await Stage.set(scene, { random, weather: anyWeather(random), options: [] });
  await using client = stage.client("client");
  await stage.succeeds(client, "in a storm");
  stage.inspect();
}

/** The cable is cut for a moment, anywhere in the exchange: TCP gets over it, and so does the client. */
export async function mended(scene: Scene): Promise<void> {
  const random = scene.random();
  await using stage = await Stage.set(scene, { random, weather: anyWeather(random), options: [] });
  await stage.cutSomewhere(random);
  await using client = stage.client("client");
  await isCutBefore(stage.cable, client);
  await passed(random.integer(50, 1500)); // so long the cable is cut
  stage.cable.mend();
  await stage.succeeds(client, "after a short cut");
  stage.inspect();
}

/**
 * The cable is cut for good, anywhere in the exchange. The client says so within its time and leaves
 * nothing, the server lets go of it within its own, and serves the next one once the cable is mended.
 */
export async function cut(scene: Scene): Promise<void> {
  await patiently((seconds) => cutOnce(scene, seconds));
}

async function cutOnce(scene: Scene, seconds: number): Promise<boolean> {
  const random = scene.random();
  const weather = { ...anyWeather(random), loss: 0 };
  const order = random.integer(0, 1) === 0 ? "--concurrent" : "--no-concurrent";
  const patience = ["--timeout", String(seconds)];
  await using stage = await Stage.set(scene, { random, weather, options: [order, ...patience] });
  const { cable, server } = stage;
  const descriptors = server.descriptors();
  const packets = await stage.cutSomewhere(random);
  await using client = stage.client("client", ...patience);
  const isCut = await isCutBefore(stage.cable, client);
  const wasTooLate = tooLate.test(server.notes);
  const status = await stage.status(client, seconds);
  if (status !== 0 && (!isCut || wasTooLate)) return false;

  stage.gaveUp(client, status, packets === 0 ? noConnection : noAnswer);
  await stage.letsGo(descriptors, seconds);
  cable.mend();
  const noted = server.notes.length;
  await using next = stage.client("client");
  const isLate = (error: unknown) =>
    error instanceof Wrong && tooLate.test(server.notes.slice(noted));
  try {
    await stage.succeeds(next, "once the cable was mended");
  } catch (error) {
    if (isLate(error)) return false;
    throw error;
  }
  stage.inspect();
  return true;
}

/** The cable is cut anyhow: one way or both, also at the end. The client gets all it came for, or nothing. */
export async function cutAnyhow(scene: Scene): Promise<void> {
  const random = scene.random();
  const patience = ["--timeout", "2"];
  await using stage = await Stage.set(scene, {
    random,
    weather: anyWeather(random),
    options: patience,
  });
  const descriptors = stage.server.descriptors();
  await stage.cutAnyhow(random);
  await using client = stage.client("client", ...patience);
  await isCutBefore(stage.cable, client);
  const status = await stage.status(client, 2);
  if (status === 0) await stage.succeeds(client, "with the cable cut anyhow");
  else stage.gaveUp(client, status, /./);
  await stage.letsGo(descriptors, 2);
  stage.inspect();
}

/** A client vanishes in the middle, and the server does not know: it serves another one meanwhile. */
export async function vanished(scene: Scene): Promise<void> {
  const random = scene.random();
  const weather = { ...anyWeather(random), loss: 0 };
  const patience = ["--timeout", String(longWait)];
  const options = ["--concurrent", ...patience];
  await using stage = await Stage.set(scene, { random, weather, options });
  await stage.cutSomewhere(random, 1);
  await using client = stage.client("client", ...patience);
  await isCutBefore(stage.cable, client);
  await using other = stage.client("server");
  await stage.succeeds(other, "beside one that had vanished");
  stage.inspect();
}

/**
 * A client vanishes in a conversation, and the server would wait for an hour. The system does not: here it
 * gives the connection up when an answer was sent three times in vain. The server notes that, and no hour.
 */
export async function givenUp(scene: Scene): Promise<void> {
  const random = scene.random();
  const weather = { ...anyWeather(random), loss: 0 };
  const options = ["--timeout", String(longWait)];
  await using stage = await Stage.set(scene, { random, weather, options });
  const { cable, server } = stage;
  const setting = "echo 3 > /proc/sys/net/ipv4/tcp_retries2";
  await using setter = new Process(cable.at("server", ["sh", "-c", setting]));
  if ((await setter.exited) !== 0) throw new Error(`${setting} failed: ${setter.stderr}`);
  const descriptors = server.descriptors();
  await stage.cutSomewhere(random, 2); // the handshake is over, also one that the weather doubled
  await using client = stage.client("client", ...options);
  await isCutBefore(stage.cable, client);
  const note = await stage.noted();
  await stage.letsGo(descriptors, 0);
  stage.inspect();
  if (/ETIMEDOUT/.test(note)) return;
  throw new Wrong(`a connection that the system gave up was noted as: ${note}`);
}

/** One datagram each way: the client shows the answer, once, if one arrived, or says that none came. */
export async function greeting(scene: Scene): Promise<void> {
  await patiently((seconds) => greetOnce(scene, seconds));
}

async function greetOnce(scene: Scene, seconds: number): Promise<boolean> {
  const random = scene.random();
  const shares = { loss: random.integer(0, 10) / 10, duplicate: random.integer(0, 10) / 10 };
  const weather = { ...anyWeather(random), ...shares };
  await using stage = await Stage.set(scene, { random, weather, options: [] });
  await using client = stage.client("client", "--timeout", String(seconds));
  const status = await stage.status(client, seconds);
  const { server } = await stage.cable.counts();
  stage.inspect();
  if (server.delivered === 0) stage.gaveUp(client, status, /recv .*ETIMEDOUT/);
  else if (status !== 0) return false;
  else await stage.succeeds(client, "with an answer");
  return true;
}

/** The server is in a network that no cable leads to: the client says so at once. */
export async function noWay({ pair, seed, random, release }: Scene): Promise<void> {
  const exchange = pair.draw(random());
  try {
    await using cable = await Cable.lay(seed, calm);
    const line = program(pair.script, ...exchange.client(elsewhere, 12000), "--timeout", "3600");
    const { input } = exchange;
    await using client = new Process(cable.at("client", line), { input });
    const status = await ended(client, release);
    gaveUp(pair, exchange, { status, notes: client.stderr }, /connect to .* \(ENETUNREACH\)/);
  } finally {
    exchange.remove();
  }
}

/**
 * Tries with more and more patience. On a machine that stands still for a moment, time is over before
 * the cable is cut, or before an answer that did arrive is read: that tells nothing, in either direction.
 */
export async function patiently(attempt: (seconds: number) => Promise<boolean>): Promise<void> {
  for (const seconds of [2, 8, 32]) {
    if (await attempt(seconds)) return;
  }
  throw new Wrong("the client ended before its time, three times");
}
