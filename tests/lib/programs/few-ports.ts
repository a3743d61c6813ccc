/** Uses up the ports that the system gives out; prints how each call fails then, and that one works again. */
import {
  AF_INET,
  encode,
  SO_LINGER,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  socket,
} from "socketbook";

const server = socket(AF_INET, SOCK_STREAM);
await server.bind(["127.0.0.1", 12000]); // not one of those that the system gives out
await server.listen();
const tcp = () => socket(AF_INET, SOCK_STREAM);
const udp = () => socket(AF_INET, SOCK_DGRAM);
const failures: Record<string, string> = {};
async function failure(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

const clients = [tcp()];
while (clients.length < 100) {
  const client = clients.at(-1) ?? tcp();
  failures.connect = (await failure(client.connect(["127.0.0.1", 12000]))) ?? "";
  if (failures.connect !== "") break;
  clients.push(tcp());
}
failures.bind = (await failure(tcp().bind(["127.0.0.1", 0]))) ?? "";
failures.listen = (await failure(tcp().listen())) ?? "";
for (let count = 0; count < 100 && !failures.sendto; count++) {
  failures.sendto = (await failure(udp().sendto(encode("x"), ["127.0.0.1", 9]))) ?? "";
}

const [first] = clients;
first?.setsockopt(SOL_SOCKET, SO_LINGER, [1, 0]); // a reset: the port is free at once
await first?.close();
failures.afterwards =
  (await failure(clients.at(-1)?.connect(["127.0.0.1", 12000]) ?? tcp().listen())) ?? "none";
console.log(JSON.stringify(failures));
process.exit();
