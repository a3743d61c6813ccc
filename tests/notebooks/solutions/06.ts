// %% 06.1
async function serveAll(server: TcpSocket) {
  for await (const [connection] of server) void answerAll(connection);
}

async function answerAll(connection: TcpSocket) {
  try {
    for (;;) {
      const chunk = await connection.recv(4096);
      if (chunk.length === 0) break;
      await connection.sendall(encode(decode(chunk).toUpperCase()));
    }
  } catch (error) {
    events.push(`server loses a client: ${error.code}`);
  } finally {
    await connection.close();
  }
}

// %% 06.2
async function serveUpTo(server: TcpSocket, limit: number) {
  const conversations = new Set<Promise<void>>();
  for await (const [connection] of server) {
    const conversation = echo(connection).finally(() => conversations.delete(conversation));
    conversations.add(conversation);
    if (conversations.size === limit) await Promise.race(conversations);
  }
}

async function echo(connection: TcpSocket) {
  try {
    await connection.sendall(encode("ready"));
    for (;;) {
      const chunk = await connection.recv(4096);
      if (chunk.length === 0) break;
      await connection.sendall(chunk);
    }
  } catch (error) {
    events.push(`server loses a client: ${error.code}`);
  } finally {
    await connection.close();
  }
}

// %% 06.3
async function serveChat(server: TcpSocket) {
  const members = new Set<TcpSocket>();
  for await (const [connection] of server) void talk(connection, members);
}

async function talk(connection: TcpSocket, members: Set<TcpSocket>) {
  members.add(connection);
  try {
    await connection.sendall(encode("welcome\n"));
    for (;;) {
      const chunk = await connection.recv(4096);
      if (chunk.length === 0) break;
      for (const member of members) {
        if (member !== connection) await member.sendall(chunk).catch(() => members.delete(member));
      }
    }
  } catch (error) {
    events.push(`server loses a client: ${error.code}`);
  } finally {
    members.delete(connection);
    await connection.close();
  }
}
