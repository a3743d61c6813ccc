// %% 03.1
async function serveNumbered(server: TcpSocket) {
  let number = 0;
  for await (const [c] of server) {
    await c.recv(1024);
    number++;
    await c.sendall(encode(`Thanks for connecting, you are number ${number}`));
    await c.close();
  }
}

// %% 03.2
async function serveSome(server: TcpSocket, count: number) {
  const messages: string[] = [];
  while (messages.length < count) {
    const [c] = await server.accept();
    messages.push(decode(await c.recv(1024)));
    await c.sendall(encode("Thanks for connecting"));
    await c.close();
  }
  await server.close();
  return messages;
}

// %% 03.3
async function startGuestBook() {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  void keepGuestBook(server);
  return server.getsockname();
}

async function keepGuestBook(server: TcpSocket) {
  const guests: string[] = [];
  for await (const [c] of server) {
    try {
      const name = decode(await c.recv(1024));
      if (name !== "") {
        guests.push(name);
        await c.sendall(encode(`Guests: ${guests.join(", ")}`));
      }
    } catch (error) {
      console.log(error.message);
    }
    await c.close();
  }
}
