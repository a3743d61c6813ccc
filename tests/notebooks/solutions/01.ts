// %% 01.1
async function serveLengths(server: TcpSocket) {
  for await (const [connection] of server) {
    const sentence = decode(await connection.recv(2048));
    await connection.sendall(encode(String(sentence.length)));
    await connection.close();
  }
}

// %% 01.2
async function readLine(connection: TcpSocket) {
  let line = "";
  while (!line.endsWith("\r")) {
    const chunk = await connection.recv(2048);
    if (chunk.length === 0) return line;
    line += decode(chunk);
  }
  return line.slice(0, -1);
}

// %% 01.3
async function startGreeter() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void greetAll(server);
  return server.getsockname();
}

async function greetAll(server: TcpSocket) {
  for await (const [connection] of server) {
    try {
      const name = await connection.recv(2048);
      if (name.length > 0) await connection.sendall(encode(`Hello, ${decode(name)}!`));
    } catch (error) {
      console.log(error.message);
    }
    await connection.close();
  }
}
