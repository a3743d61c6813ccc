// %% 07.1 takes every name
// says: for two lines
function requestFor(name: string, number: number): Uint8Array {
  if (!Number.isInteger(number)) throw new Error(`${number} is no integer`);
  return encode(`${name}\n${number}\n`);
}

// %% 07.1 takes every number
// says: Number.isInteger
function requestFor(name: string, number: number): Uint8Array {
  if (name.includes("\n")) throw new Error("a name has no line end");
  return encode(`${name}\n${number}\n`);
}

// %% 07.1 replaces the line end
// says: for two lines
function requestFor(name: string, number: number): Uint8Array {
  if (!Number.isInteger(number)) throw new Error(`${number} is no integer`);
  return encode(`${name.replaceAll("\n", " ")}\n${number}\n`);
}

// %% 07.1 asks for the range
// says: your code failed
function requestFor(name: string, number: number): Uint8Array {
  if (name.includes("\n")) throw new Error("a name has no line end");
  if (!Number.isInteger(number) || number < 1) throw new Error(`${number} is no integer`);
  return encode(`${name}\n${number}\n`);
}

// %% 07.1 no last line end
// says: have a line each
function requestFor(name: string, number: number): Uint8Array {
  if (name.includes("\n")) throw new Error("a name has no line end");
  if (!Number.isInteger(number)) throw new Error(`${number} is no integer`);
  return encode(`${name}\n${number}`);
}

// %% 07.1 gives a text
// says: encode makes bytes
function requestFor(name: string, number: number): any {
  return `${name}\n${number}\n`;
}

// %% 07.1 a fixed answer
// says: expected  the bytes of
function requestFor(name: string, number: number): Uint8Array {
  return encode("Ada\n42\n");
}

// %% 07.2 one recv
// says: came      
async function addWith(address: Address, name: string, number: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  await client.sendall(encode(`${name}\n${number}\n`));
  const [serverName, line] = decode(await client.recv(2048)).split("\n");
  await client.close();
  if (serverName === "") return null;
  return { serverName, serverNumber: Number(line), sum: number + Number(line) };
}

// %% 07.2 the number is a text
// says: the number is still a text
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
    return { serverName, serverNumber: String(serverNumber), sum: number + serverNumber };
  } finally {
    await client.close();
  }
}

// %% 07.2 adds texts
// says: expected  { serverName
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
    return { serverName, serverNumber, sum: Number(`${number}${serverNumber}`) };
  } finally {
    await client.close();
  }
}

// %% 07.2 leaves its socket open
// says: your socket is closed
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
    console.log(name);
  }
}

// %% 07.2 closes only after a reply
// says: your socket is closed
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
    await client.close();
    return { serverName, serverNumber, sum: number + serverNumber };
  } finally {
    console.log(name);
  }
}

// %% 07.2 throws where null is due
// says: your code failed
async function addWith(address: Address, name: string, number: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  try {
    await client.connect(address);
    await client.sendall(encode(`${name}\n${number}\n`));
    const reader = new StreamReader(client, { limit: 2048 });
    const serverName = await reader.readLine();
    const line = await reader.readLine();
    if (serverName === null || line === null) throw new Error("no reply");
    const serverNumber = integerIn(line);
    if (serverNumber === null) throw new Error(`no integer: ${line}`);
    return { serverName, serverNumber, sum: number + serverNumber };
  } finally {
    await client.close();
  }
}

// %% 07.2 takes any number
// says: check the text first
async function addWith(address: Address, name: string, number: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  try {
    await client.connect(address);
    await client.sendall(encode(`${name}\n${number}\n`));
    const reader = new StreamReader(client, { limit: 2048 });
    const serverName = await reader.readLine();
    const line = await reader.readLine();
    if (serverName === null || line === null) return null;
    const serverNumber = Number(line);
    if (serverNumber === null) throw new Error(`no integer: ${line}`);
    return { serverName, serverNumber, sum: number + serverNumber };
  } finally {
    await client.close();
  }
}

// %% 07.2 glues name and number
// says: both lines
async function addWith(address: Address, name: string, number: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  try {
    await client.connect(address);
    await client.sendall(encode(`${name} ${number}\n\n`));
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

// %% 07.2 gives nothing
// says: does it end with return
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
    console.log(serverName);
  } finally {
    await client.close();
  }
}

// %% 07.2 connects to nobody
// says: nobody connected
async function addWith(address: Address, name: string, number: number) {
  return { serverName: "Server", serverNumber: 1, sum: number + 1 };
}

// %% 07.3 nobody listens
// says: the socket does not listen
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  const serverNumber = randomInt(1, 101);
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
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

// %% 07.3 waits for its loop
// says: the loop that serves must not be awaited
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
  return { address: server.getsockname(), ended: await serve() } as any;
}

// %% 07.3 one after another
// says: one client must not keep the others waiting
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
    for await (const [connection] of server) await attend(connection);
  }
  return { address: server.getsockname(), ended: serve() };
}

// %% 07.3 a fixed number
// says: randomInt(1, 101) draws one
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  const serverNumber = 58;
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

// %% 07.3 a new number for each client
// says: draw the number once
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  let last = 0;
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
    const serverNumber = 1 + (last++ % 100);
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

// %% 07.3 prints nothing
// says: print shows
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

// %% 07.3 a wrong sum
// says: print shows
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
    print(`Sum: ${clientNumber}${serverNumber}`);
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

// %% 07.3 no last line end
// says: each line of the reply ends
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
    await connection.sendall(encode(`${serverName}\n${serverNumber}`));
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

// %% 07.3 never closes a connection
// says: and then nothing
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
  }

  async function serve() {
    for await (const [connection] of server) void attend(connection);
  }
  return { address: server.getsockname(), ended: serve() };
}

// %% 07.3 Number instead of a look at the text
// says: look at the text before
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  const serverNumber = randomInt(1, 101);
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  const connections = new Set<TcpSocket>();

  async function add(connection: TcpSocket) {
    const reader = new StreamReader(connection, { limit: 2048 });
    const clientName = await reader.readLine();
    const clientNumber = Number((await reader.readLine()) ?? "");
    if (Number.isNaN(clientNumber)) return;
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

// %% 07.3 one recv
// says: without a reply
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  const serverNumber = randomInt(1, 101);
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  const connections = new Set<TcpSocket>();

  async function add(connection: TcpSocket) {
    const [clientName, line] = decode(await connection.recv(2048)).split("\n");
    const clientNumber = integerIn(line ?? "");
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

// %% 07.3 takes half a line
// says: it may not be the whole number
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  const serverNumber = randomInt(1, 101);
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  const connections = new Set<TcpSocket>();

  async function add(connection: TcpSocket) {
    let text = "";
    while (text.split("\n").length < 3) {
      const chunk = await connection.recv(2048);
      if (chunk.length === 0) break;
      text += Buffer.from(chunk).toString("latin1");
    }
    const [clientName, line] = Buffer.from(text, "latin1").toString().split("\n");
    const clientNumber = integerIn(line ?? "");
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

// %% 07.3 reads without a limit
// says: limit: 2048
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  const serverNumber = randomInt(1, 101);
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  const connections = new Set<TcpSocket>();

  async function add(connection: TcpSocket) {
    const reader = new StreamReader(connection, { limit: 1_000_000 });
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

// %% 07.3 garbage ends the server
// says: nobody listens
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
    if (clientNumber === null || clientNumber < 1 || clientNumber > 100) {
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

// %% 07.3 never ends
// says: ended was not fulfilled
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

// %% 07.3 forgets the other clients
// says: the connection of another client is open
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

// %% 07.3 replies out of range
// says: gets no reply
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
      await connection.sendall(encode(`${serverName}\n${serverNumber}\n`));
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

// %% 07.3 ended is no promise
// says: give the promise
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
  return { address: server.getsockname(), ended: void serve() } as any;
}

// %% 07.3 100 is out of range
// says: without a reply
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
    if (clientNumber < 1 || clientNumber >= 100) {
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
