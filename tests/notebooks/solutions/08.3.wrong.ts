// %% 08.3 joins
// says: .. leads out of the folder
// says: a file from outside the folder
interface Flaws {
  oneByOne?: boolean;
  limit?: number;
  staysOpen?: boolean;
  name?: (connection: TcpSocket) => Promise<string | null>;
}
async function flawed(answer: Answer, flaws: Flaws = {}): Promise<Address> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  const line = (connection: TcpSocket) => new StreamReader(connection, { limit: flaws.limit ?? 4096 }).readLine();
  async function attend(connection: TcpSocket) {
    try {
      const name = await (flaws.name ?? line)(connection);
      if (name !== null) await answer(connection, name);
    } catch (error) {
      console.log(error.message);
    }
    if (!flaws.staysOpen) await connection.close();
  }
  void (async () => {
    for await (const [connection] of server) await (flaws.oneByOne ? attend(connection) : void attend(connection));
  })();
  return server.getsockname();
}
const confine = (folder: string, name: string) => pathInside(folder, name).catch(() => null);
async function startFileServer(folder: string): Promise<Address> {
  return flawed((connection, name) => sendFile(connection, join(folder, name)));
}

// %% 08.3 looks for .. at the beginning
// says: also in the middle of a name
async function startFileServer(folder: string): Promise<Address> {
  return flawed((connection, name) => sendFile(connection, name.startsWith("..") ? null : join(folder, name)));
}

// %% 08.3 lets an absolute path win
// says: an absolute path leads out
async function startFileServer(folder: string): Promise<Address> {
  const pathOf = (name: string) => (name.includes("..") ? null : isAbsolute(name) ? name : join(folder, name));
  return flawed((connection, name) => sendFile(connection, pathOf(name)));
}

// %% 08.3 looks at the name only
// says: a link leads out of the folder
async function startFileServer(folder: string): Promise<Address> {
  return flawed((connection, name) => sendFile(connection, isHarmless(name) ? join(folder, name) : null));
}

// %% 08.3 compares the beginning
// says: this folder's name begins like yours
async function startFileServer(folder: string): Promise<Address> {
  return flawed(async (connection, name) => {
    const path = await realpath(join(folder, name)).catch(() => "");
    await sendFile(connection, path.startsWith(await realpath(folder)) ? path : null);
  });
}

// %% 08.3 one after another
// says: one client must not keep the others waiting
async function startFileServer(folder: string): Promise<Address> {
  return flawed(async (connection, name) => sendFile(connection, await confine(folder, name)), { oneByOne: true });
}

// %% 08.3 reads without a limit
// says: limit: 4096
async function startFileServer(folder: string): Promise<Address> {
  const answer: Answer = async (connection, name) => sendFile(connection, await confine(folder, name));
  return flawed(answer, { limit: 1_000_000 });
}

// %% 08.3 one recv
// says: it gets "OK 10
async function startFileServer(folder: string): Promise<Address> {
  const name = async (connection: TcpSocket) => decode(await connection.recv(4096)).trimEnd();
  return flawed(async (connection, name) => sendFile(connection, await confine(folder, name)), { name });
}

// %% 08.3 never closes
// says: and then nothing
async function startFileServer(folder: string): Promise<Address> {
  const answer: Answer = async (connection, name) => sendFile(connection, await confine(folder, name));
  return flawed(answer, { staysOpen: true });
}

// %% 08.3 sends the file at once
// says: bytes at once
async function startFileServer(folder: string): Promise<Address> {
  return flawed(async (connection, name) => {
    const content = await readFile((await confine(folder, name)) ?? "").catch(() => null);
    if (content === null) return connection.sendall(encode("ERROR no such file\n"));
    await connection.sendall(encode(`OK ${content.length}\n`));
    await connection.sendall(content);
  });
}

// %% 08.3 sends text
// says: send them unchanged
async function startFileServer(folder: string): Promise<Address> {
  return flawed(async (connection, name) => {
    const path = join(folder, name);
    await connection.sendall(encode(`OK ${(await stat(path)).size}\n`));
    await connection.sendall(encode(await readFile(path, "utf8")));
  });
}

// %% 08.3 sends no status
// says: the status line comes first
async function startFileServer(folder: string): Promise<Address> {
  return flawed(async (connection, name) => connection.sendall(Buffer.concat([encode("\n"), await readFile(join(folder, name))])));
}

// %% 08.3 says nothing when there is no file
// says: gets ERROR, a reason and a line end
async function startFileServer(folder: string): Promise<Address> {
  return flawed(async (connection, name) => {
    const path = await confine(folder, name);
    if (path !== null) await sendFile(connection, path);
  });
}

// %% 08.3 sends a folder
// says: a folder is no file
async function startFileServer(folder: string): Promise<Address> {
  return flawed(async (connection, name) => {
    const path = await confine(folder, name);
    if (path === null) return connection.sendall(encode("ERROR no such file\n"));
    await connection.sendall(encode(`OK ${(await stat(path)).size}\n`));
    for await (const block of createReadStream(path, { highWaterMark: 1024 })) await connection.sendall(block);
  });
}

// %% 08.3 refuses everything
// says: this file is in the folder
async function startFileServer(folder: string): Promise<Address> {
  return flawed((connection) => sendFile(connection, null));
}

// %% 08.3 waits for its loop
// says: the loop that serves must not be awaited
async function startFileServer(folder: string): Promise<Address> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  for await (const [connection] of server) await connection.close();
  return server.getsockname();
}

// %% 08.3 does not listen
// says: nobody listens
async function startFileServer(folder: string): Promise<Address> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  return server.getsockname();
}
