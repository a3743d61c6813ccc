// %% 02.1
async function recvText(connection: TcpSocket) {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await connection.recv(2048);
    if (chunk.length === 0) return decode(Buffer.concat(chunks));
    chunks.push(chunk);
  }
}

// %% 02.2
async function ask(address: Address, sentence: string) {
  const client = socket(AF_INET, SOCK_STREAM);
  try {
    await client.connect(address);
    await client.sendall(encode(sentence));
    return await recvText(client);
  } finally {
    await client.close();
  }
}

// %% 02.3
async function isThere(address: Address) {
  const probe = socket(AF_INET, SOCK_STREAM);
  probe.settimeout(1);
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
