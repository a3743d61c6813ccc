// %% 02.1 decodes each chunk
// says: collect all bytes first
async function recvText(connection: TcpSocket) {
  return recvAll(connection);
}

// %% 02.1 one recv
// says: one recv is not the whole answer
async function recvText(connection: TcpSocket) {
  return decode(await connection.recv(2048));
}

// %% 02.1 overlooks the end
// says: an empty chunk when the other side has finished
async function recvText(connection: TcpSocket) {
  let text = "";
  for (;;) text += decode(await connection.recv(2048));
  return text;
}

// %% 02.1 bytes
// says: decode them
async function recvText(connection: TcpSocket): Promise<any> {
  return connection.recv(2048);
}

// %% 02.2 hard-coded
// says: nobody connected
async function ask(address: Address, sentence: string) {
  return sentence.toUpperCase();
}

// %% 02.2 one recv
// says: one recv gives only a part
async function ask(address: Address, sentence: string) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  await client.sendall(encode(sentence));
  const answer = decode(await client.recv(2048));
  await client.close();
  return answer;
}

// %% 02.2 leaves its socket
// says: to count the sockets that your function left open
async function ask(address: Address, sentence: string) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  await client.sendall(encode(sentence));
  return recvAll(client);
}

// %% 02.2 sends nothing
// says: nothing, and then nothing for
async function ask(address: Address, sentence: string) {
  const client = socket(AF_INET, SOCK_STREAM);
  await client.connect(address);
  return recvAll(client);
}

// %% 02.3 throws when nobody listens
// says: line 4) with SocketError: connect
async function isThere(address: Address) {
  const probe = socket(AF_INET, SOCK_STREAM);
  try {
    await probe.connect(address);
    await probe.send(encode("q"));
    return decode(await probe.recv(1)) === "Q";
  } finally {
    await probe.close();
  }
}

// %% 02.3 waits for ever
// says: a socket waits as long as settimeout says
async function isThere(address: Address) {
  const probe = socket(AF_INET, SOCK_STREAM);
  try {
    await probe.connect(address);
    await probe.send(encode("q"));
    return decode(await probe.recv(1)) === "Q";
  } catch {
    return false;
  } finally {
    await probe.close();
  }
}

// %% 02.3 always there
// says: expected  false
async function isThere(address: Address) {
  const probe = socket(AF_INET, SOCK_STREAM);
  probe.settimeout(1);
  try {
    await probe.connect(address);
    await probe.send(encode("q"));
    await probe.recv(1);
    return true;
  } catch {
    return false;
  } finally {
    await probe.close();
  }
}

// %% 02.3 leaves its socket
// says: close the socket when the answer is there
async function isThere(address: Address) {
  const probe = socket(AF_INET, SOCK_STREAM);
  probe.settimeout(1);
  try {
    await probe.connect(address);
    await probe.send(encode("q"));
    return decode(await probe.recv(1)) === "Q";
  } catch {
    return false;
  }
}
