// %% 01.1 one client
// says: only a loop serves the next client
async function serveLengths(server: TcpSocket) {
  const [connection] = await server.accept();
  const sentence = decode(await connection.recv(2048));
  await connection.sendall(encode(String(sentence.length)));
  await connection.close();
}

// %% 01.1 one client, and closes
// says: nobody listens
async function serveLengths(server: TcpSocket) {
  const [connection] = await server.accept();
  const sentence = decode(await connection.recv(2048));
  await connection.sendall(encode(String(sentence.length)));
  await connection.close();
  await server.close();
}

// %% 01.1 bytes
// says: this counts bytes
async function serveLengths(server: TcpSocket) {
  for await (const [connection] of server) {
    const sentence = await connection.recv(2048);
    await connection.sendall(encode(String(sentence.length)));
    await connection.close();
  }
}

// %% 01.1 never closes
// says: without the end of the connection, and then nothing
async function serveLengths(server: TcpSocket) {
  for await (const [connection] of server) {
    const sentence = decode(await connection.recv(2048));
    await connection.sendall(encode(String(sentence.length)));
  }
}

// %% 01.1 hard-coded
// says: came      "20"
async function serveLengths(server: TcpSocket) {
  for await (const [connection] of server) {
    await connection.recv(2048);
    await connection.sendall(encode("20"));
    await connection.close();
  }
}

// %% 01.1 sends a number
// says: line 4) with
async function serveLengths(server: TcpSocket) {
  for await (const [connection] of server) {
    const sentence = decode(await connection.recv(2048));
    await connection.sendall(sentence.length as any);
    await connection.close();
  }
}

// %% 01.2 one recv
// says: one recv gives a chunk
async function readLine(connection: TcpSocket) {
  return decode(await connection.recv(2048)).replace("\r", "");
}

// %% 01.2 overlooks the end
// says: an empty chunk when the other side has finished
async function readLine(connection: TcpSocket) {
  let line = "";
  while (!line.endsWith("\r")) line += decode(await connection.recv(2048));
  return line.slice(0, -1);
}

// %% 01.2 keeps the mark
// says: take it away
async function readLine(connection: TcpSocket) {
  let line = "";
  while (!line.endsWith("\r")) {
    const chunk = await connection.recv(2048);
    if (chunk.length === 0) return line;
    line += decode(chunk);
  }
  return line;
}

// %% 01.2 gives nothing
// says: does it end with return
async function readLine(connection: TcpSocket) {
  await connection.recv(2048);
}

// %% 01.2 an empty answer
// says: came      ""
async function readLine(connection: TcpSocket) {
  return "";
}

// %% 01.3 nobody listens
// says: nobody listens
async function startGreeter() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  return server.getsockname();
}

// %% 01.3 waits for its loop
// says: the loop that serves must not be awaited
async function startGreeter() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  await serve(server);
  return server.getsockname();
}

// %% 01.3 leaves sockets open
// says: without the end of the connection, and then nothing
async function startGreeter() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void (async () => {
    for await (const [connection] of server) {
      await connection.sendall(encode(`Hello, ${decode(await connection.recv(2048))}!`));
    }
  })();
  return server.getsockname();
}

// %% 01.3 an empty address
// says: which is no address
async function startGreeter() {
  return "127.0.0.1:12000";
}

// %% 01.3 upper case
// says: expected  it gets "Hello,
async function startGreeter() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void serve(server);
  return server.getsockname();
}

// %% 01.3 one crash ends it
// says: recv on the TCP socket
// says: line 7) with SocketError
async function startGreeter() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  void (async () => {
    for await (const [connection] of server) {
      const name = decode(await connection.recv(2048));
      if (name) await connection.sendall(encode(`Hello, ${name}!`));
      await connection.close();
    }
  })();
  return server.getsockname();
}
