import { createSocket } from "node:dgram";
import { once } from "node:events";
import { AF_INET, SOCK_STREAM, socket } from "socketbook";

/** A port of this machine at which nobody answers, held so that nobody else comes to listen there. */
export async function silentPort(kind: "TCP" | "UDP"): Promise<AsyncDisposable & { port: number }> {
  if (kind === "TCP") {
    const bound = socket(AF_INET, SOCK_STREAM);
    await bound.bind(["127.0.0.1", 0]); // and it does not listen
    return { port: bound.getsockname()[1], [Symbol.asyncDispose]: () => bound.close() };
  }
  const connected = createSocket("udp4").bind(0, "127.0.0.1");
  await once(connected, "listening");
  const { port } = connected.address();
  connected.connect(1, "127.0.0.1"); // now the system refuses whatever comes from another port
  await once(connected, "connect");
  return {
    port,
    async [Symbol.asyncDispose]() {
      connected.close();
      await once(connected, "close");
    },
  };
}
