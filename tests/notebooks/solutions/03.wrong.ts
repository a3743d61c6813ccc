// %% 03.1 one client
// says: only a loop serves the next client
async function serveNumbered(server: TcpSocket) {
  const [c] = await server.accept();
  await c.recv(1024);
  await c.sendall(encode("Thanks for connecting, you are number 1"));
  await c.close();
}

// %% 03.1 counts within the loop
// says: count in a variable that stands before the loop
async function serveNumbered(server: TcpSocket) {
  for await (const [c] of server) {
    let number = 0;
    await c.recv(1024);
    number++;
    await c.sendall(encode(`Thanks for connecting, you are number ${number}`));
    await c.close();
  }
}

// %% 03.1 counts from zero
// says: came      "Thanks for connecting, you are number 0"
async function serveNumbered(server: TcpSocket) {
  let number = 0;
  for await (const [c] of server) {
    await c.recv(1024);
    await c.sendall(encode(`Thanks for connecting, you are number ${number}`));
    await c.close();
    number++;
  }
}

// %% 03.1 never closes
// says: without the end of the connection, and then nothing
async function serveNumbered(server: TcpSocket) {
  let number = 0;
  for await (const [c] of server) {
    await c.recv(1024);
    number++;
    await c.sendall(encode(`Thanks for connecting, you are number ${number}`));
  }
}

// %% 03.1 the server of the notebook
// says: came      "Thanks for connecting"
const serveNumbered = serve;

// %% 03.2 gives nothing back
// says: which is no array of messages
async function serveSome(server: TcpSocket, count: number) {
  for (let number = 1; number <= count; number++) {
    const [c] = await server.accept();
    await c.recv(1024);
    await c.sendall(encode("Thanks for connecting"));
    await c.close();
  }
  await server.close();
}

// %% 03.2 never stops
// says: the function did not return
async function serveSome(server: TcpSocket, count: number) {
  const messages: string[] = [];
  for await (const [c] of server) {
    messages.push(decode(await c.recv(1024)));
    await c.sendall(encode("Thanks for connecting"));
    await c.close();
  }
  return messages;
}

// %% 03.2 one too many
// says: accept so many clients
async function serveSome(server: TcpSocket, count: number) {
  const messages: string[] = [];
  for (let number = 0; number <= count; number++) {
    const [c] = await server.accept();
    messages.push(decode(await c.recv(1024)));
    await c.sendall(encode("Thanks for connecting"));
    await c.close();
  }
  await server.close();
  return messages;
}

// %% 03.2 thanks one too many
// says: one client more was accepted
async function serveSome(server: TcpSocket, count: number) {
  const messages: string[] = [];
  for (let number = 0; number <= count; number++) {
    const [c] = await server.accept();
    messages.push(decode(await c.recv(1024)));
    await c.sendall(encode("Thanks for connecting"));
    await c.close();
  }
  await server.close();
  return messages.slice(0, count);
}

// %% 03.2 leaves the port taken
// says: close the server before you return
async function serveSome(server: TcpSocket, count: number) {
  const messages: string[] = [];
  while (messages.length < count) {
    const [c] = await server.accept();
    messages.push(decode(await c.recv(1024)));
    await c.sendall(encode("Thanks for connecting"));
    await c.close();
  }
  return messages;
}

// %% 03.2 thanks nobody
// says: send the thanks to each client
async function serveSome(server: TcpSocket, count: number) {
  const messages: string[] = [];
  while (messages.length < count) {
    const [c] = await server.accept();
    messages.push(decode(await c.recv(1024)));
    await c.close();
  }
  await server.close();
  return messages;
}

// %% 03.2 an empty answer
// says: came      ""
async function serveSome(server: TcpSocket, count: number) {
  await server.close();
  return [];
}

// %% 03.3 nobody listens
// says: nobody listens
async function startGuestBook() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  return server.getsockname();
}

// %% 03.3 waits for its loop
// says: the loop that serves must not be awaited
async function startGuestBook() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  await serve(server);
  return server.getsockname();
}

// %% 03.3 forgets its guests
// says: keep the names in an array that stands before the loop
async function startGuestBook() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  void (async () => {
    for await (const [c] of server) {
      await c.sendall(encode(`Guests: ${decode(await c.recv(1024))}`));
      await c.close();
    }
  })();
  return server.getsockname();
}

// %% 03.3 writes down who said nothing
// says: is no guest
async function startGuestBook() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  void (async () => {
    const guests: string[] = [];
    for await (const [c] of server) {
      guests.push(decode(await c.recv(1024)));
      await c.sendall(encode(`Guests: ${guests.join(", ")}`)).catch(() => undefined);
      await c.close();
    }
  })();
  return server.getsockname();
}

// %% 03.3 thanks instead
// says: expected  it gets "Guests:
async function startGuestBook() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  void serve(server);
  return server.getsockname();
}
