// %% 10.1 no limit of time
// says: let settimeout limit every wait
async function askWithin(address: Address, question: string, seconds: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  try {
    await client.connect(address);
    await client.sendall(encode(`${question}\n`));
    return await new StreamReader(client).readLine();
  } catch (error) {
    return error.code;
  } finally {
    await client.close();
  }
}

// %% 10.1 fails when nobody listens
// says: connection was refused
async function askWithin(address: Address, question: string, seconds: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  client.settimeout(seconds);
  await client.connect(address);
  try {
    await client.sendall(encode(`${question}\n`));
    return await new StreamReader(client).readLine();
  } catch (error) {
    return error.code;
  } finally {
    await client.close();
  }
}

// %% 10.1 leaves its socket when something fails
// says: close the socket however it ends
async function askWithin(address: Address, question: string, seconds: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  client.settimeout(seconds);
  try {
    await client.connect(address);
    await client.sendall(encode(`${question}\n`));
    const answer = await new StreamReader(client).readLine();
    await client.close();
    return answer;
  } catch (error) {
    return error.code;
  }
}

// %% 10.1 one recv
// says: a server answers in two parts
async function askWithin(address: Address, question: string, seconds: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  client.settimeout(seconds);
  try {
    await client.connect(address);
    await client.sendall(encode(`${question}\n`));
    return decode(await client.recv(2048));
  } catch (error) {
    return error.code;
  } finally {
    await client.close();
  }
}

// %% 10.1 sends no line
// says: send the question as a line
async function askWithin(address: Address, question: string, seconds: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  client.settimeout(seconds);
  try {
    await client.connect(address);
    await client.sendall(encode(question));
    return await new StreamReader(client).readLine();
  } catch (error) {
    return error.code;
  } finally {
    await client.close();
  }
}

// %% 10.1 every failure is a timeout
// says: expected  "ECONNREFUSED"
async function askWithin(address: Address, question: string, seconds: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  client.settimeout(seconds);
  try {
    await client.connect(address);
    await client.sendall(encode(`${question}\n`));
    return await new StreamReader(client).readLine();
  } catch {
    return "ETIMEDOUT";
  } finally {
    await client.close();
  }
}

// %% 10.2 answers after each number
// says: then answer once, and close
async function addUp(connection: TcpSocket) {
  let total = 0;
  for await (const line of new StreamReader(connection)) {
    total += Number(line);
    await connection.sendall(encode(`${total}\n`));
  }
  await connection.close();
}

// %% 10.2 one recv
// says: a client sends the lines
async function addUp(connection: TcpSocket) {
  const lines = decode(await connection.recv(2048)).trim().split("\n");
  const total = lines.reduce((sum, line) => sum + Number(line), 0);
  await connection.sendall(encode(`${total}\n`));
  await connection.close();
}

// %% 10.2 closes without an answer
// says: came      nothing
async function addUp(connection: TcpSocket) {
  for await (const line of new StreamReader(connection)) Number(line);
  await connection.close();
}

// %% 10.2 no end of the line
// says: the answer is a line
async function addUp(connection: TcpSocket) {
  let total = 0;
  for await (const line of new StreamReader(connection)) total += Number(line);
  await connection.sendall(encode(String(total)));
  await connection.close();
}

// %% 10.2 does not close
// says: without the end of the connection
async function addUp(connection: TcpSocket) {
  let total = 0;
  for await (const line of new StreamReader(connection)) total += Number(line);
  await connection.sendall(encode(`${total}\n`));
}

// %% 10.2 fails when the client crashes
// says: a client sends a number and crashes
async function addUp(connection: TcpSocket) {
  let total = 0;
  for await (const line of new StreamReader(connection)) total += Number(line);
  await connection.sendall(encode(`${total}\n`));
  await connection.close();
}

// %% 10.2 stays open when the client crashes
// says: finally does that
async function addUp(connection: TcpSocket) {
  let total = 0;
  try {
    for await (const line of new StreamReader(connection)) total += Number(line);
    await connection.sendall(encode(`${total}\n`));
    await connection.close();
  } catch (error) {
    console.log(error.message);
  }
}

// %% 10.3 sends first, then receives
// says: start the sending without await
async function exchange(connection: TcpSocket, mine: Uint8Array) {
  await connection.sendall(mine);
  await connection.shutdown(SHUT_WR);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await connection.recv(65536);
    if (chunk.length === 0) break;
    chunks.push(chunk);
  }
  await connection.close();
  return Buffer.concat(chunks);
}

// %% 10.3 waits politely
// says: start the sending without await
async function exchange(connection: TcpSocket, mine: Uint8Array) {
  const chunk = await connection.recv(65536);
  await connection.sendall(mine);
  await connection.close();
  return chunk;
}

// %% 10.3 makes no end
// says: shutdown makes the end for the other one
async function exchange(connection: TcpSocket, mine: Uint8Array) {
  const sent = connection.sendall(mine);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await connection.recv(65536);
    if (chunk.length === 0) break;
    chunks.push(chunk);
  }
  await sent;
  await connection.close();
  return Buffer.concat(chunks);
}

// %% 10.3 keeps only the first chunk
// says: in place of
async function exchange(connection: TcpSocket, mine: Uint8Array) {
  const sent = connection.sendall(mine).then(() => connection.shutdown(SHUT_WR));
  const chunk = await connection.recv(2048);
  while ((await connection.recv(65536)).length > 0);
  await sent;
  await connection.close();
  return chunk;
}

// %% 10.3 does not close
// says: close the socket when all is done
async function exchange(connection: TcpSocket, mine: Uint8Array) {
  const sent = connection.sendall(mine).then(() => connection.shutdown(SHUT_WR));
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await connection.recv(65536);
    if (chunk.length === 0) break;
    chunks.push(chunk);
  }
  await sent;
  return Buffer.concat(chunks);
}

// %% 10.3 gives back its own
// says: each gives what the other one had
async function exchange(connection: TcpSocket, mine: Uint8Array) {
  await connection.close();
  return mine;
}
