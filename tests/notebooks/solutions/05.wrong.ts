// %% 05.1 once
// says: a loop serves the next datagram
async function serveUpper(sock: UdpSocket) {
  const [bytes, address] = await sock.recvfrom(4096);
  await sock.sendto(encode(decode(bytes).toUpperCase()), address);
}

// %% 05.1 answers the first client only
// says: a loop serves the next datagram
async function serveUpper(sock: UdpSocket) {
  const [bytes, address] = await sock.recvfrom(4096);
  await sock.sendto(encode(decode(bytes).toUpperCase()), address);
  for (;;) {
    const [more] = await sock.recvfrom(4096);
    await sock.sendto(encode(decode(more).toUpperCase()), address);
  }
}

// %% 05.1 an empty datagram ends it
// says: an empty datagram is no end
async function serveUpper(sock: UdpSocket) {
  for (;;) {
    const [bytes, address] = await sock.recvfrom(4096);
    if (bytes.length === 0) break;
    await sock.sendto(encode(decode(bytes).toUpperCase()), address);
  }
}

// %% 05.1 answers an empty datagram
// says: gets no answer
async function serveUpper(sock: UdpSocket) {
  for (;;) {
    const [bytes, address] = await sock.recvfrom(4096);
    await sock.sendto(encode(decode(bytes).toUpperCase()), address);
  }
}

// %% 05.1 a short buffer
// says: let it take 4096 bytes
async function serveUpper(sock: UdpSocket) {
  for (;;) {
    const [bytes, address] = await sock.recvfrom(1024);
    if (bytes.length > 0) await sock.sendto(encode(decode(bytes).toUpperCase()), address);
  }
}

// %% 05.1 another socket answers
// says: answer with the socket you are given
async function serveUpper(sock: UdpSocket) {
  for (;;) {
    const [bytes, address] = await sock.recvfrom(4096);
    const other = socket(AF_INET, SOCK_DGRAM);
    await other.sendto(encode(decode(bytes).toUpperCase()), address);
    await other.close();
  }
}

// %% 05.1 an echo
// says: in upper case
async function serveUpper(sock: UdpSocket) {
  for (;;) {
    const [bytes, address] = await sock.recvfrom(4096);
    await sock.sendto(bytes, address);
  }
}

// %% 05.2 asks once
// says: your code failed
async function askAgain(address: Address, question: string) {
  const client = socket(AF_INET, SOCK_DGRAM);
  client.settimeout(0.5);
  try {
    await client.connect(address);
    await client.send(encode(question));
    return decode(await client.recv(4096));
  } finally {
    await client.close();
  }
}

// %% 05.2 waits for ever
// says: when recv fails with ETIMEDOUT
async function askAgain(address: Address, question: string) {
  const client = socket(AF_INET, SOCK_DGRAM);
  await client.connect(address);
  await client.send(encode(question));
  const answer = decode(await client.recv(4096));
  await client.close();
  return answer;
}

// %% 05.2 believes a stranger
// says: a stranger sent this
async function askAgain(address: Address, question: string) {
  const client = socket(AF_INET, SOCK_DGRAM);
  client.settimeout(0.5);
  for (let asked = 1; asked <= 5; asked++) {
    await client.sendto(encode(question), address);
    try {
      return decode((await client.recvfrom(4096))[0]);
    } catch (error) {
      if (error.code !== "ETIMEDOUT") throw error;
    }
  }
  return null;
}

// %% 05.2 asks too often
// says: once too often
async function askAgain(address: Address, question: string) {
  const client = socket(AF_INET, SOCK_DGRAM);
  client.settimeout(0.5);
  try {
    await client.connect(address);
    for (let asked = 0; asked <= 5; asked++) {
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

// %% 05.2 leaves its socket open
// says: close the socket
async function askAgain(address: Address, question: string) {
  const client = socket(AF_INET, SOCK_DGRAM);
  client.settimeout(0.5);
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
}

// %% 05.2 gives nothing after the fifth
// says: return null
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
  } finally {
    await client.close();
  }
}

// %% 05.3 as they come
// says: came twice does not count twice
async function collect(sock: UdpSocket, count: number) {
  const texts = new Map<number, string>();
  for (let came = 0; came < count; came++) {
    const [number, ...words] = decode((await sock.recvfrom(4096))[0]).split(" ");
    texts.set(Number(number), words.join(" "));
  }
  return [...texts.keys()].sort((a, b) => a - b).map((number) => texts.get(number)!);
}

// %% 05.3 sorted as text
// says: as texts, 10 stands before 2
async function collect(sock: UdpSocket, count: number) {
  const lines = new Set<string>();
  while (lines.size < count) lines.add(decode((await sock.recvfrom(4096))[0]));
  return [...lines].sort().map((line) => line.slice(line.indexOf(" ") + 1));
}

// %% 05.3 only the first word
// says: all that stands behind the first space
async function collect(sock: UdpSocket, count: number) {
  const texts = new Map<number, string>();
  while (texts.size < count) {
    const [number, word = ""] = decode((await sock.recvfrom(4096))[0]).split(" ");
    texts.set(Number(number), word);
  }
  return Array.from({ length: count }, (_, index) => texts.get(index + 1)!);
}

// %% 05.3 keeps the doubles
// says: is the same datagram again
async function collect(sock: UdpSocket, count: number) {
  const lines: string[] = [];
  while (new Set(lines).size < count) lines.push(decode((await sock.recvfrom(4096))[0]));
  lines.sort((a, b) => Number.parseInt(a) - Number.parseInt(b));
  return lines.map((line) => line.slice(line.indexOf(" ") + 1));
}

// %% 05.3 gives nothing
// says: which is no array
async function collect(sock: UdpSocket, count: number) {
  for (let came = 0; came < count; came++) await sock.recvfrom(4096);
}
