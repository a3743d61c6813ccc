// %% 04.1 the order of the words
// says: the words keep their places
function reverseWords(text: string) {
  return reverse(text);
}

// %% 04.1 by code unit
// says: a character came apart
function reverseWords(text: string) {
  const words = text.split(" ").map((word) => word.split("").reverse().join(""));
  return words.join(" ");
}

// %% 04.1 by code point
// says: a character came apart
function reverseWords(text: string) {
  const words = text.split(" ").map((word) => [...word].reverse().join(""));
  return words.join(" ");
}

// %% 04.1 gives nothing back
// says: does it end with return
function reverseWords(text: string) {
  text.split(" ").map(reverse).join(" ");
}

// %% 04.1 leaves it as it is
// says: reverse each piece
function reverseWords(text: string) {
  return text;
}

// %% 04.1 the value instead of the function
// says: which is no function
const reverseWords = reverse("end");

// %% 04.2 all at once
// says: and nothing more before the answer
async function talkTo(address: Address, messages: string[]) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  await client.sendall(encode(messages.join("")));
  const answers: string[] = [];
  for (const message of messages) answers.push(decode(await client.recv(message.length)));
  await client.close();
  return answers;
}

// %% 04.2 a connection for each message
// says: all messages go on one connection
async function talkTo(address: Address, messages: string[]) {
  const answers: string[] = [];
  for (const message of messages) {
    const client = socket(AF_INET, SOCK_STREAM);
    await client.connect(address);
    await client.sendall(encode(message));
    answers.push(decode(await client.recv(1024)));
    await client.close();
  }
  return answers;
}

// %% 04.2 never connects
// says: nobody connected
async function talkTo(address: Address, messages: string[]) {
  return messages.map(reverse);
}

// %% 04.2 does not say end
// says: send the last one as well
async function talkTo(address: Address, messages: string[]) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  const answers: string[] = [];
  for (const message of messages) {
    if (message === "end") break;
    await client.sendall(encode(message));
    answers.push(decode(await client.recv(1024)));
  }
  await client.close();
  return answers;
}

// %% 04.2 leaves its socket open
// says: close the socket before you return
async function talkTo(address: Address, messages: string[]) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  const answers: string[] = [];
  for (const message of messages) {
    await client.sendall(encode(message));
    answers.push(decode(await client.recv(1024)));
  }
  return answers;
}

// %% 04.2 takes the end for an answer
// says: an empty chunk is the end of the conversation
async function talkTo(address: Address, messages: string[]) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  const answers: string[] = [];
  for (const message of messages) {
    await client.sendall(encode(message));
    answers.push(decode(await client.recv(1024)));
  }
  await client.close();
  return answers;
}

// %% 04.2 gives nothing back
// says: which is no array of answers
async function talkTo(address: Address, messages: string[]) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  for (const message of messages) {
    await client.sendall(encode(message));
    console.log(decode(await client.recv(1024)));
  }
  await client.close();
}

// %% 04.3 nobody listens
// says: nobody listens
async function startLineEcho() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  return server.getsockname();
}

// %% 04.3 the server of the notebook
// says: the answer is a line, too
async function startLineEcho() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void serve(server);
  return server.getsockname();
}

// %% 04.3 a chunk for a line
// says: a chunk may hold two messages
async function startLineEcho() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void (async () => {
    const [connection] = await server.accept();
    for (let chunk = await connection.recv(1024); chunk.length > 0; chunk = await connection.recv(1024)) {
      await connection.sendall(encode(`${reverse(decode(chunk).trim())}\n`));
    }
    await connection.close();
  })();
  return server.getsockname();
}

// %% 04.3 forgets the half line
// says: a line may come in several chunks
async function startLineEcho() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void (async () => {
    const [connection] = await server.accept();
    for (let chunk = await connection.recv(1024); chunk.length > 0; chunk = await connection.recv(1024)) {
      for (const line of decode(chunk).split("\n").filter(Boolean)) {
        await connection.sendall(encode(`${reverse(line)}\n`));
      }
    }
    await connection.close();
  })();
  return server.getsockname();
}

// %% 04.3 decodes each chunk
// says: decode a line when all of its bytes are there
async function startLineEcho() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void (async () => {
    const [connection] = await server.accept();
    let text = "";
    for (let chunk = await connection.recv(1024); chunk.length > 0; chunk = await connection.recv(1024)) {
      const lines = (text + decode(chunk)).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) await connection.sendall(encode(`${reverse(line)}\n`));
    }
    await connection.close();
  })();
  return server.getsockname();
}

// %% 04.3 leaves with its first client
// says: a client that leaves or fails must not end the loop of the server
async function startLineEcho() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void (async () => {
    const [connection] = await server.accept();
    let bytes = Buffer.alloc(0);
    for (let chunk = await connection.recv(1024); chunk.length > 0; chunk = await connection.recv(1024)) {
      bytes = Buffer.concat([bytes, chunk]);
      for (let at = bytes.indexOf("\n"); at >= 0; at = bytes.indexOf("\n")) {
        await connection.sendall(encode(`${reverse(decode(bytes.subarray(0, at)))}\n`));
        bytes = bytes.subarray(at + 1);
      }
    }
    await connection.close();
    await server.close();
  })();
  return server.getsockname();
}

// %% 04.3 never ends
// says: end closes the server as well
async function startLineEcho() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void (async () => {
    for await (const [connection] of server) {
      await answerUntilEnd(connection).catch(() => undefined);
      await connection.close();
    }
  })();
  return server.getsockname();
}

async function answerUntilEnd(connection: TcpSocket) {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const chunk = await connection.recv(1024);
    if (chunk.length === 0) return;
    bytes = Buffer.concat([bytes, chunk]);
    for (let at = bytes.indexOf("\n"); at >= 0; at = bytes.indexOf("\n")) {
      const message = decode(bytes.subarray(0, at));
      bytes = bytes.subarray(at + 1);
      await connection.sendall(encode(`${reverse(message)}\n`));
      if (message === "end") return;
    }
  }
}
