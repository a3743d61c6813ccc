// %% 09.1
async function receiveText(connection: TcpSocket) {
  const length = (await receiveExactly(connection, 2)).readUInt16BE(0);
  return decode(await receiveExactly(connection, length));
}

// %% 09.2
function limitedReader(connection: TcpSocket, limit: number) {
  let rest = Buffer.alloc(0);
  return async function readLine() {
    for (;;) {
      const end = rest.indexOf("\n");
      if ((end < 0 ? rest.length : end) > limit) throw new Error("the line is too long");
      if (end >= 0) {
        const line = decode(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
        return line;
      }
      const chunk = await connection.recv(2048);
      if (chunk.length === 0 && rest.length > 0) throw new Error("half a line");
      if (chunk.length === 0) return null;
      rest = Buffer.concat([rest, chunk]);
    }
  };
}

// %% 09.3
async function serveFrames(server: TcpSocket) {
  for await (const [connection] of server) {
    const reader = new StreamReader(connection);
    try {
      for (let message = await reader.readMessage(); message !== null; message = await reader.readMessage()) {
        await connection.sendall(frame(encode(decode(message).toUpperCase())));
      }
    } catch (error) {
      console.log(error.message);
    }
    await connection.close();
  }
}
