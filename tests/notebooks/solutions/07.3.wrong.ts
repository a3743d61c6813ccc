// %% 07.3 one after another
// says: one client must not keep the others waiting
interface Flaws {
  oneByOne?: boolean;
  number?: () => number;
  limit?: number;
  integerIn?: (line: string) => number | null;
  garbageEnds?: boolean;
  forgetsTheOthers?: boolean;
  neverEnds?: boolean;
  neverCloses?: boolean;
  replies?: boolean;
  reply?: (name: string, number: number) => string;
  lines?: (name: string, serverName: string, number: number, own: number) => string[];
  converse?: (connection: TcpSocket) => Promise<[string, string]>;
}

async function twoLines(connection: TcpSocket, limit = 2048): Promise<[string, string]> {
  const reader = new StreamReader(connection, { limit });
  return [(await reader.readLine()) ?? "", (await reader.readLine()) ?? ""];
}

function fiveLines(name: string, serverName: string, number: number, own: number) {
  const names = [`Client name: ${name}`, `Server name: ${serverName}`];
  return [...names, `Client number: ${number}`, `Server number: ${own}`, `Sum: ${number + own}`];
}

async function flawed(flaws: Flaws, serverName: string, print: (line: string) => void) {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  const drawn = randomInt(1, 101);
  const connections = new Set<TcpSocket>();
  async function add(connection: TcpSocket) {
    const [name, line] = await (flaws.converse ?? twoLines)(connection, flaws.limit);
    const number = (flaws.integerIn ?? integerIn)(line);
    if (number === null && !flaws.garbageEnds) return;
    const reply = (flaws.reply ?? ((name, own) => `${name}\n${own}\n`))(serverName, flaws.number?.() ?? drawn);
    if (number === null || number < 1 || number > 100) {
      if (flaws.replies) await connection.sendall(encode(reply));
      if (flaws.neverEnds) return;
      if (!flaws.forgetsTheOthers) await Promise.all([...connections].map((each) => each.close()));
      return server.close();
    }
    const own = Number(reply.split("\n")[1]);
    for (const line of (flaws.lines ?? fiveLines)(name, serverName, number, own)) print(line);
    await connection.sendall(encode(reply));
  }
  async function attend(connection: TcpSocket) {
    connections.add(connection);
    await add(connection).catch((error) => console.log(error.message));
    if (!flaws.neverCloses) await connection.close();
  }
  const serving = (async () => {
    for await (const [connection] of server) await (flaws.oneByOne ? attend(connection) : void attend(connection));
  })();
  return { address: server.getsockname(), ended: serving };
}

async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ oneByOne: true }, serverName, print);
}

// %% 07.3 a fixed number
// says: randomInt(1, 101) draws one
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ number: () => 58 }, serverName, print);
}

// %% 07.3 a new number for each client
// says: draw the number once
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ number: () => 1 + Math.floor(performance.now() * 1000) % 100 }, serverName, print);
}

// %% 07.3 a number above the range
// says: randomInt(1, 101)
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ number: () => 100 + randomInt(1, 101) }, serverName, print);
}

// %% 07.3 prints four lines
// says: print shows
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ lines: (...all) => fiveLines(...all).slice(0, 4) }, serverName, print);
}

// %% 07.3 a wrong sum
// says: print shows
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ lines: (name, own, one, other) => [...fiveLines(name, own, one, other).slice(0, 4), `Sum: ${one}${other}`] }, serverName, print);
}

// %% 07.3 no last line end
// says: each line of the reply ends
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ reply: (name, own) => `${name}\n${own}` }, serverName, print);
}

// %% 07.3 never closes a connection
// says: and then nothing
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ neverCloses: true }, serverName, print);
}

// %% 07.3 takes any number
// says: look at the text before
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ integerIn: (line) => (Number.isNaN(Number(line)) ? null : Number(line)) }, serverName, print);
}

// %% 07.3 one recv
// says: without a reply
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ converse: async (each) => `${decode(await each.recv(2048))}\n`.split("\n").slice(0, 2) as [string, string] }, serverName, print);
}

// %% 07.3 reads without a limit
// says: limit: 2048
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ limit: 1_000_000 }, serverName, print);
}

// %% 07.3 garbage ends the server
// says: nobody listens
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ garbageEnds: true }, serverName, print);
}

// %% 07.3 never ends
// says: ended was not fulfilled
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ neverEnds: true }, serverName, print);
}

// %% 07.3 forgets the other clients
// says: the connection of another client is open
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ forgetsTheOthers: true }, serverName, print);
}

// %% 07.3 replies out of range
// says: gets no reply
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ replies: true }, serverName, print);
}

// %% 07.3 takes half a line
// says: it may not be the whole number
async function startAdder(serverName: string, print: (line: string) => void): Promise<Adder> {
  return flawed({ converse: async (each) => {
      let text = Buffer.alloc(0);
      while (text.toString().split("\n").length < 3) {
        const chunk = await each.recv(2048);
        text = Buffer.concat([text, chunk]);
        if (chunk.length === 0 || text.length > 4000) break;
      }
      return [...text.toString().split("\n"), ""].slice(0, 2) as [string, string];
    } }, serverName, print);
}

// %% 07.3 100 is out of range
// says: without a reply
async function startAdder(serverName: string, print: (line: string) => void): Promise<any> {
  return flawed({ integerIn: (line) => (line === "100" ? 101 : integerIn(line)) }, serverName, print);
}

// %% 07.3 the server of the page
// says: John Q. Smith
async function startAdder(serverName: string, print: (line: string) => void): Promise<any> {
  return startServer();
}

// %% 07.3 waits for its loop
// says: the loop that serves must not be awaited
async function startAdder(serverName: string, print: (line: string) => void): Promise<any> {
  const adder = await flawed({}, serverName, print);
  return { ...adder, ended: await adder.ended };
}

// %% 07.3 ended is no promise
// says: give the promise
async function startAdder(serverName: string, print: (line: string) => void): Promise<any> {
  return { ...(await flawed({}, serverName, print)), ended: undefined };
}

// %% 07.3 gives the address
// says: which is no address
async function startAdder(serverName: string, print: (line: string) => void): Promise<any> {
  return (await flawed({}, serverName, print)).address;
}

// %% 07.3 does not listen
// says: nobody listens
async function startAdder(serverName: string, print: (line: string) => void): Promise<any> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  return { address: server.getsockname(), ended: Promise.resolve() };
}
