// %% 07.1
function requestFor(name: string, number: number): Uint8Array {
  if (name.includes("\n")) throw new Error("a name has no line end");
  if (!Number.isInteger(number)) throw new Error(`${number} is no integer`);
  return encode(`${name}\n${number}\n`);
}

// %% 07.2
async function addWith(address: Address, name: string, number: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  try {
    await client.connect(address);
    await client.sendall(encode(`${name}\n${number}\n`));
    const reader = new StreamReader(client, { limit: 2048 });
    const serverName = await reader.readLine();
    const line = await reader.readLine();
    if (serverName === null || line === null) return null;
    const serverNumber = integerIn(line);
    if (serverNumber === null) throw new Error(`no integer: ${line}`);
    return { serverName, serverNumber, sum: number + serverNumber };
  } finally {
    await client.close();
  }
}

// %% 07.3
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  const serverNumber = randomInt(1, 101);
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  const connections = new Set<TcpSocket>();

  async function add(connection: TcpSocket) {
    const reader = new StreamReader(connection, { limit: 2048 });
    const clientName = await reader.readLine();
    const clientNumber = integerIn((await reader.readLine()) ?? "");
    if (clientNumber === null) return;
    if (clientNumber < 1 || clientNumber > 100) {
      await Promise.all([...connections].map((each) => each.close()));
      await server.close();
      return;
    }
    print(`Client name: ${clientName}`);
    print(`Server name: ${serverName}`);
    print(`Client number: ${clientNumber}`);
    print(`Server number: ${serverNumber}`);
    print(`Sum: ${clientNumber + serverNumber}`);
    await connection.sendall(encode(`${serverName}\n${serverNumber}\n`));
  }

  async function attend(connection: TcpSocket) {
    connections.add(connection);
    connection.settimeout(60);
    await add(connection).catch((error) => console.log(error.message));
    connections.delete(connection);
    await connection.close();
  }

  async function serve() {
    for await (const [connection] of server) void attend(connection);
  }
  return { address: server.getsockname(), ended: serve() };
}
