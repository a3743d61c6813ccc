// %% 04.1
function reverseWords(text: string) {
  return text.split(" ").map(reverse).join(" ");
}

// %% 04.2
async function talkTo(address: Address, messages: string[]) {
  const answers: string[] = [];
  const client = socket(AF_INET, SOCK_STREAM);
  try {
    await client.connect(address);
    for (const message of messages) {
      await client.sendall(encode(message));
      const answer = decode(await client.recv(1024));
      if (answer === "") break;
      answers.push(answer);
    }
  } finally {
    await client.close();
  }
  return answers;
}

// %% 04.3
async function startLineEcho() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void serveLines(server);
  return server.getsockname();
}

async function serveLines(server: TcpSocket) {
  for await (const [connection] of server) {
    const isEnd = await answerLines(connection).catch((error) => console.log(error.message));
    await connection.close();
    if (isEnd) await server.close();
  }
}

async function answerLines(connection: TcpSocket) {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const chunk = await connection.recv(1024);
    if (chunk.length === 0) return false;
    bytes = Buffer.concat([bytes, chunk]);
    for (let at = bytes.indexOf("\n"); at >= 0; at = bytes.indexOf("\n")) {
      const message = decode(bytes.subarray(0, at));
      bytes = bytes.subarray(at + 1);
      await connection.sendall(encode(`${reverse(message)}\n`));
      if (message === "end") return true;
    }
  }
}
