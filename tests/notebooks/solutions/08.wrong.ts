// %% 08.1 splits everywhere
// says: only the first two colons divide
function parseSource(text: string): [host: string, port: number, name: string] {
  const [host, port, name] = text.split(":");
  return [host, Number(port), name];
}

// %% 08.1 the port is a text
// says: the port is still a text
function parseSource(text: string): any {
  const [host, port, ...rest] = text.split(":");
  return [host, port, rest.join(":")];
}

// %% 08.1 takes every text
// says: there are three parts
function parseSource(text: string): [host: string, port: number, name: string] {
  const [host, port, ...rest] = text.split(":");
  return [host, Number(port), rest.join(":")];
}

// %% 08.1 takes an empty name
// says: no part may be empty
function parseSource(text: string): [host: string, port: number, name: string] {
  const [host, port, ...rest] = text.split(":");
  if (rest.length === 0) throw new Error("three parts");
  return [host, Number(port), rest.join(":")];
}

// %% 08.1 asks Number
// says: Number makes 0 of it
function parseSource(text: string): [host: string, port: number, name: string] {
  const [host, port, ...rest] = text.split(":");
  const name = rest.join(":");
  if (host === "" || name === "" || Number.isNaN(Number(port))) throw new Error("wrong");
  return [host, Number(port), name];
}

// %% 08.1 takes 1e3
// says: look at the text before Number
function parseSource(text: string): [host: string, port: number, name: string] {
  const [host, port, ...rest] = text.split(":");
  const [name, number] = [rest.join(":"), Number(port)];
  if (host === "" || name === "" || !(number >= 1 && number <= 65535)) throw new Error("wrong");
  return [host, number, name];
}

// %% 08.1 takes every number
// says: the largest port is 65535
function parseSource(text: string): [host: string, port: number, name: string] {
  const parts = /^([^:]+):(\d+):(.+)$/.exec(text);
  if (parts === null) throw new Error("wrong");
  return [parts[1], Number(parts[2]), parts[3]];
}

// %% 08.1 a fixed answer
// says: came      [ 'localhost', 12000, 'report.txt' ]
function parseSource(text: string): [host: string, port: number, name: string] {
  return ["localhost", 12000, "report.txt"];
}

// %% 08.2 writes under the name itself
// says: write under another name
async function asked(source: string) {
  const [host, port, ...name] = source.split(":");
  return request([host, Number(port)], name.join(":"));
}
async function fetchTo(source: string, path: string): Promise<void> {
  const client = await asked(source);
  await receive(client, path).finally(() => client.close());
}

// %% 08.2 keeps the part
// says: remove the part when something fails
async function fetchTo(source: string, path: string): Promise<void> {
  const client = await asked(source);
  await receive(client, `${path}.part`).finally(() => client.close());
  await rename(`${path}.part`, path);
}

// %% 08.2 removes the older file
// says: leave an older file alone
async function fetchTo(source: string, path: string): Promise<void> {
  const client = await asked(source);
  try {
    await receive(client, `${path}.part`);
    await rename(`${path}.part`, path);
  } catch (error) {
    await rm(path, { force: true });
    await rm(`${path}.part`, { force: true });
    throw error;
  } finally {
    await client.close();
  }
}

// %% 08.2 takes the end for the end of the file
// says: it returns as if all was well
async function fetchTo(source: string, path: string): Promise<void> {
  const client = await asked(source);
  const chunks: Uint8Array[] = [];
  for (let chunk = await client.recv(1024); chunk.length > 0; chunk = await client.recv(1024)) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  await client.close();
  if (whole.toString().startsWith("ERROR")) throw new Error(whole.toString());
  await writeFile(path, whole.subarray(whole.indexOf("\n") + 1));
}

// %% 08.2 the status line is in the file
// says: the status line is not part of the file
async function fetchTo(source: string, path: string): Promise<void> {
  const client = await asked(source);
  const chunks: Uint8Array[] = [];
  for (let chunk = await client.recv(1024); chunk.length > 0; chunk = await client.recv(1024)) {
    chunks.push(chunk);
    const size = Number(/^OK (\d+)\n/.exec(Buffer.concat(chunks).toString())?.[1] ?? 1e9);
    if (Buffer.concat(chunks).length > size) break;
  }
  await client.close();
  await writeFile(path, Buffer.concat(chunks));
}

// %% 08.2 decodes the file
// says: without decode
async function fetchTo(source: string, path: string): Promise<void> {
  const client = await asked(source);
  const reader = new StreamReader(client);
  const size = Number((await reader.readLine())?.slice(3));
  await writeFile(path, decode(await reader.readExactly(size)));
  await client.close();
}

// %% 08.2 leaves its socket open
// says: your socket is closed
async function fetchTo(source: string, path: string): Promise<void> {
  const reader = new StreamReader(await asked(source));
  const size = Number((await reader.readLine())?.slice(3));
  await writeFile(path, await reader.readExactly(size));
}

// %% 08.2 hides what went wrong
// says: it returns as if all was well
async function fetchTo(source: string, path: string): Promise<void> {
  const [host, port, name] = source.split(":");
  await fetchFile([host, Number(port)], name, path).catch((error) => console.log(error.message));
}

// %% 08.2 does not tell the reason
// says: whose message tells the reason
async function fetchTo(source: string, path: string): Promise<void> {
  const [host, port, name] = source.split(":");
  await fetchFile([host, Number(port)], name, path).catch(() => {
    throw new Error("something went wrong");
  });
}

// %% 08.2 sends no line end
// says: the name and a line end
async function fetchTo(source: string, path: string): Promise<void> {
  const [host, port, name] = source.split(":");
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect([host, Number(port)]);
  await client.sendall(encode(name));
  await receive(client, path);
}

// %% 08.2 asks nobody
// says: nobody connected
async function fetchTo(source: string, path: string): Promise<void> {
  await writeFile(path, "");
}
