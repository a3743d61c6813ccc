// %% 05.1
async function serveUpper(sock: UdpSocket) {
  for (;;) {
    const [bytes, address] = await sock.recvfrom(4096);
    if (bytes.length > 0) await sock.sendto(encode(decode(bytes).toUpperCase()), address);
  }
}

// %% 05.2
async function askAgain(address: Address, question: string) {
  const client = socket(AF_INET, SOCK_DGRAM);
  client.settimeout(0.5);
  try {
    await client.connect(address);
    for (let asked = 1; asked <= 5; asked++) {
      await client.send(encode(question));
      try {
        return decode(await client.recv(4096));
      } catch (error) {
        if (error.code !== "ETIMEDOUT") throw error;
      }
    }
    return null;
  } finally {
    await client.close();
  }
}

// %% 05.3
async function collect(sock: UdpSocket, count: number) {
  const texts = new Map<number, string>();
  while (texts.size < count) {
    const text = decode((await sock.recvfrom(4096))[0]);
    const space = text.indexOf(" ");
    texts.set(Number(text.slice(0, space)), text.slice(space + 1));
  }
  return Array.from({ length: count }, (_, index) => texts.get(index + 1)!);
}
