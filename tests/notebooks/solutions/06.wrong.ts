// %% 06.1 one after another
// says: begin with void
async function serveAll(server: TcpSocket) {
  for await (const [connection] of server) {
    for (;;) {
      const chunk = await connection.recv(4096);
      if (chunk.length === 0) break;
      await connection.sendall(encode(decode(chunk).toUpperCase()));
    }
    await connection.close();
  }
}

// %% 06.1 one word each
// says: came      nothing
async function serveAll(server: TcpSocket) {
  for await (const [connection] of server) {
    void (async () => {
      const chunk = await connection.recv(4096);
      await connection.sendall(encode(decode(chunk).toUpperCase()));
      await connection.close();
    })();
  }
}

// %% 06.1 never closes
// says: close the connection then
async function serveAll(server: TcpSocket) {
  for await (const [connection] of server) {
    void (async () => {
      for (;;) {
        const chunk = await connection.recv(4096);
        if (chunk.length === 0) return;
        await connection.sendall(encode(decode(chunk).toUpperCase()));
      }
    })();
  }
}

// %% 06.1 an echo
// says: expected  "
async function serveAll(server: TcpSocket) {
  for await (const [connection] of server) {
    void (async () => {
      for (;;) await connection.sendall(await connection.recv(4096));
    })();
  }
}

// %% 06.1 ends with the client that crashes
// says: ECONNRESET
async function serveAll(server: TcpSocket) {
  for await (const [connection] of server) {
    void (async () => {
      for (;;) {
        const chunk = await connection.recv(4096);
        if (chunk.length === 0) break;
        await connection.sendall(encode(decode(chunk).toUpperCase()));
      }
      await connection.close();
    })();
  }
}

// %% 06.1 nobody accepts
// says: begin with void
async function serveAll(server: TcpSocket) {
  await new Promise(() => {});
}

// %% 06.2 no limit
// says: at the limit
async function serveUpTo(server: TcpSocket, limit: number) {
  for await (const [connection] of server) void echoTo(connection);
}

async function echoTo(connection: TcpSocket) {
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

// %% 06.2 one at a time
// says: client 2 of
async function serveUpTo(server: TcpSocket, limit: number) {
  for await (const [connection] of server) await echoTo(connection);
}

// %% 06.2 one too many
// says: at the limit
async function serveUpTo(server: TcpSocket, limit: number) {
  const conversations = new Set<Promise<void>>();
  for await (const [connection] of server) {
    const conversation = echoTo(connection).finally(() => conversations.delete(conversation));
    conversations.add(conversation);
    if (conversations.size > limit) await Promise.race(conversations);
  }
}

// %% 06.2 never again
// says: a client that waited until another one finished
async function serveUpTo(server: TcpSocket, limit: number) {
  for (let number = 1; number <= limit; number++) {
    const [connection] = await server.accept();
    void echoTo(connection);
  }
}

// %% 06.2 loses a place when a client crashes
// says: a place is free
async function serveUpTo(server: TcpSocket, limit: number) {
  let count = 0;
  for await (const [connection] of server) {
    count++;
    void (async () => {
      await connection.sendall(encode("ready"));
      for (;;) {
        const chunk = await connection.recv(4096).catch(() => null);
        if (chunk === null) return; // the place stays taken
        if (chunk.length === 0) break;
        await connection.sendall(chunk);
      }
      await connection.close();
      count--;
    })();
    while (count >= limit) await new Promise(setImmediate);
  }
}

// %% 06.3 one after another
// says: begin with void
async function serveChat(server: TcpSocket) {
  for await (const [connection] of server) {
    await connection.sendall(encode("welcome\n"));
    while ((await connection.recv(4096)).length > 0);
    await connection.close();
  }
}

// %% 06.3 an echo
// says: others get it
async function serveChat(server: TcpSocket) {
  for await (const [connection] of server) {
    void (async () => {
      await connection.sendall(encode("welcome\n"));
      for (;;) {
        const chunk = await connection.recv(4096);
        if (chunk.length === 0) break;
        await connection.sendall(chunk);
      }
      await connection.close();
    })();
  }
}

// %% 06.3 to itself as well
// says: who speaks gets nothing back
async function serveChat(server: TcpSocket) {
  const members = new Set<TcpSocket>();
  for await (const [connection] of server) {
    members.add(connection);
    void (async () => {
      await connection.sendall(encode("welcome\n"));
      for (;;) {
        const chunk = await connection.recv(4096);
        if (chunk.length === 0) break;
        for (const member of members) await member.sendall(chunk);
      }
      members.delete(connection);
      await connection.close();
    })();
  }
}

// %% 06.3 a crash ends the one who speaks
// says: E
async function serveChat(server: TcpSocket) {
  const members = new Set<TcpSocket>();
  for await (const [connection] of server) {
    members.add(connection);
    void (async () => {
      await connection.sendall(encode("welcome\n"));
      for (;;) {
        const chunk = await connection.recv(4096);
        if (chunk.length === 0) break;
        for (const member of members) if (member !== connection) await member.sendall(chunk);
      }
      members.delete(connection);
      await connection.close();
    })();
  }
}

// %% 06.3 only the first two
// says: others get it
async function serveChat(server: TcpSocket) {
  const members: TcpSocket[] = [];
  for await (const [connection] of server) {
    members.push(connection);
    void (async () => {
      await connection.sendall(encode("welcome\n"));
      for (;;) {
        const chunk = await connection.recv(4096);
        if (chunk.length === 0) break;
        const other = members.find((member) => member !== connection);
        await other?.sendall(chunk);
      }
      await connection.close();
    })();
  }
}
