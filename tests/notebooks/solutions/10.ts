// %% 10.1
async function askWithin(address: Address, question: string, seconds: number) {
  const client = socket(AF_INET, SOCK_STREAM);
  client.settimeout(seconds);
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

// %% 10.2
async function addUp(connection: TcpSocket) {
  let total = 0;
  try {
    for await (const line of new StreamReader(connection)) total += Number(line);
    await connection.sendall(encode(`${total}\n`));
  } catch (error) {
    console.log(error.message);
  } finally {
    await connection.close();
  }
}

// %% 10.3
async function exchange(connection: TcpSocket, mine: Uint8Array) {
  const sent = connection.sendall(mine).then(() => connection.shutdown(SHUT_WR));
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
