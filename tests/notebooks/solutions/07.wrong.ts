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

// %% 07.2 gives nothing
// says: does it end with return
async function addWith(address: Address, name: string, number: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  await client.sendall(encode(requestOf(name, number)));
  await twoReplies(client);
  await client.close();
}
const requestOf = (name: string, number: number) => `${name}\n${number}\n`;
async function twoReplies(client: TcpSocket) {
  const reader = new StreamReader(client);
  return [await reader.readLine(), await reader.readLine()];
}

// %% 07.2 glues name and number
// says: two lines, each
async function addWith(address: Address, name: string, number: number) {
  const lines = await exchange(address, `${name} ${number}\n`);
}

// %% 07.2 connects to nobody
// says: nobody connected
async function addWith(address: Address, name: string, number: number) {
  return { serverName: "Server", serverNumber: 1, sum: number + 1 };
}
