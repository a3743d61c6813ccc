// %% 09.2 no limit
// says: the function fails, without waiting for more
function limitedReader(connection: TcpSocket, limit: number) {
  return lineReader(connection);
}

// %% 09.2 limits what is kept
// says: among 4 lines
// says: Error: too long
function limitedReader(connection: TcpSocket, limit: number) {
  let rest = Buffer.alloc(0);
  return async function readLine() {
    while (!rest.includes("\n")) {
      const chunk = await connection.recv(2048);
      if (chunk.length === 0) return null;
      rest = Buffer.concat([rest, chunk]);
      if (rest.length > limit) throw new Error("too long");
    }
    const end = rest.indexOf("\n");
    const line = decode(rest.subarray(0, end));
    rest = rest.subarray(end + 1);
    return line;
  };
}

// %% 09.2 looks at the limit when the line has ended
// says: the function fails, without waiting for more
function limitedReader(connection: TcpSocket, limit: number) {
  const readLine = lineReader(connection);
  return async () => {
    const line = await readLine();
    if (line !== null && line.length > limit) throw new Error("too long");
    return line;
  };
}

// %% 09.2 half a line is lost
// says: a client finishes in the middle of a line
function limitedReader(connection: TcpSocket, limit: number) {
  const reader = new StreamReader(connection, { limit });
  return () => reader.readLine().catch((error) => {
    if (error.code === "EPROTO") return null;
    throw error;
  });
}

// %% 09.2 a line instead of a function
// says: which is no function
async function limitedReader(connection: TcpSocket, limit: number): Promise<any> {
  return new StreamReader(connection, { limit }).readLine();
}

// %% 09.2 a new reader for each line
// says: keep what came behind a line
function limitedReader(connection: TcpSocket, limit: number) {
  return () => new StreamReader(connection, { limit }).readLine();
}

// %% 09.2 hard-coded
// says: came      null
function limitedReader(connection: TcpSocket, limit: number) {
  return async () => null;
}

// %% 09.3 one message for each client
// says: one loop for the clients
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    const message = await new StreamReader(connection).readMessage();
    if (message) await connection.sendall(frame(encode(decode(message).toUpperCase())));
    await connection.close();
  }
}

// %% 09.3 one client
// says: one loop for the clients
async function serveFrames(server: TcpSocket) {
  const [connection] = await server.accept();
  const reader = new StreamReader(connection);
  for (let message = await reader.readMessage(); message !== null; message = await reader.readMessage()) {
    await connection.sendall(frame(encode(decode(message).toUpperCase())));
  }
  await connection.close();
}

// %% 09.3 one recv
// says: one loop for the clients
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    const chunk = await connection.recv(65536);
    await connection.sendall(frame(encode(decode(chunk.subarray(4)).toUpperCase())));
    await connection.close();
  }
}

// %% 09.3 answers without a frame
// says: an answer is a frame too
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    const reader = new StreamReader(connection);
    for (let message = await reader.readMessage(); message !== null; message = await reader.readMessage()) {
      await connection.sendall(encode(decode(message).toUpperCase()));
    }
    await connection.close();
  }
}

// %% 09.3 a stranger ends it
// says: your code failed
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    const reader = new StreamReader(connection);
    for (let message = await reader.readMessage(); message !== null; message = await reader.readMessage()) {
      await connection.sendall(frame(encode(decode(message).toUpperCase())));
    }
    await connection.close();
  }
}

// %% 09.3 trusts the length
// says: the connection stays open
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    try {
      for (;;) {
        const message = await receiveMessage(connection);
        await connection.sendall(frame(encode(decode(message).toUpperCase())));
      }
    } catch (error) {
      console.log(error.message);
    }
    await connection.close();
  }
}

// %% 09.3 a crash ends it
// says: ECONNRESET
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    const reader = new StreamReader(connection);
    try {
      for (let message = await reader.readMessage(); message !== null; message = await reader.readMessage()) {
        await connection.sendall(frame(encode(decode(message).toUpperCase())));
      }
    } catch (error) {
      if (error.code === "ECONNRESET") throw error;
    }
    await connection.close();
  }
}

// %% 09.3 never closes
// says: when the client finishes, the end
// says: came      nothing, and then nothing for
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    const reader = new StreamReader(connection);
    for (let message = await reader.readMessage(); message !== null; message = await reader.readMessage()) {
      await connection.sendall(frame(encode(decode(message).toUpperCase())));
    }
  }
}

// %% 09.3 in lower case
// says: each in upper case
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    const reader = new StreamReader(connection);
    for (let message = await reader.readMessage(); message !== null; message = await reader.readMessage()) {
      await connection.sendall(frame(message));
    }
    await connection.close();
  }
}
