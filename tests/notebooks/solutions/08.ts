// %% 08.1
function parseSource(text: string): [host: string, port: number, name: string] {
  const [host = "", port = "", ...rest] = text.split(":");
  const name = rest.join(":");
  if (host === "" || name === "") throw new Error(`${text} is not SERVER:PORT:NAME`);
  if (!/^\d+$/.test(port)) throw new Error(`a port is a number, not ${port}`);
  if (Number(port) < 1 || Number(port) > 65535) throw new Error(`there is no port ${port}`);
  return [host, Number(port), name];
}

// %% 08.2
async function fetchTo(source: string, path: string): Promise<void> {
  const [host, port, name] = parseSource(source);
  const client = socket(AF_INET, SOCK_STREAM);
  const part = `${path}.part`;
  try {
    await client.connect([host, port]);
    await client.sendall(encode(`${name}\n`));
    await receive(client, part);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await client.close();
  }
}

// %% 08.3
async function startFileServer(folder: string): Promise<Address> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();

  async function attend(connection: TcpSocket) {
    connection.settimeout(60);
    try {
      const name = await new StreamReader(connection, { limit: 4096 }).readLine();
      if (name === null) return;
      await sendFile(connection, await pathInside(folder, name).catch(() => null));
    } catch (error) {
      console.log(error.message);
    } finally {
      await connection.close();
    }
  }

  void (async () => {
    for await (const [connection] of server) void attend(connection);
  })();
  return server.getsockname();
}
