// %% 09.1 one recv for a long text
// says: one recv gives a chunk
async function receiveText(connection: TcpSocket) {
  const exactly = async (count: number) => {
    let bytes = Buffer.alloc(0);
    while (bytes.length < count) {
      bytes = Buffer.concat([bytes, await connection.recv(count - bytes.length)]);
    }
    return bytes;
  };
  const length = (await exactly(2)).readUInt16BE(0);
  return decode(length < 300 ? await exactly(length) : await connection.recv(length));
}

// %% 09.1 takes what is there
// says: the two bytes of the length do not belong to the text
async function receiveText(connection: TcpSocket) {
  return decode(await connection.recv(2048));
}

// %% 09.1 drops what comes behind
// says: take no byte of the next message
async function receiveText(connection: TcpSocket) {
  const reader = new StreamReader(connection);
  const length = Buffer.from(await reader.readExactly(2)).readUInt16BE(0);
  await reader.read(2048);
  return decode(await reader.readExactly(length));
}

// %% 09.1 smallest part first
// says: the function did not return
async function receiveText(connection: TcpSocket) {
  const length = (await receiveExactly(connection, 2)).readUInt16LE(0);
  return decode(await receiveExactly(connection, length));
}

// %% 09.1 decodes each chunk
// says: collect all bytes first, and decode them once
async function receiveText(connection: TcpSocket) {
  const length = (await receiveExactly(connection, 2)).readUInt16BE(0);
  let text = "";
  for (let missing = length; missing > 0; ) {
    const chunk = await connection.recv(missing);
    missing -= chunk.length;
    text += decode(chunk);
  }
  return text;
}

// %% 09.1 gives the bytes
// says: the result is the text, not the bytes
async function receiveText(connection: TcpSocket) {
  const length = (await receiveExactly(connection, 2)).readUInt16BE(0);
  return receiveExactly(connection, length) as any;
}

// %% 09.1 gives half a message
// says: part of a message is no message
async function receiveText(connection: TcpSocket) {
  const length = (await receiveExactly(connection, 2)).readUInt16BE(0);
  let bytes = Buffer.alloc(0);
  while (bytes.length < length) {
    const chunk = await connection.recv(length - bytes.length);
    if (chunk.length === 0) break;
    bytes = Buffer.concat([bytes, chunk]);
  }
  return decode(bytes);
}

// %% 09.1 overlooks the end
// says: recv gives an empty chunk when the other side has finished
async function receiveText(connection: TcpSocket) {
  const receive = async (count: number) => {
    let bytes = Buffer.alloc(0);
    while (bytes.length < count) bytes = Buffer.concat([bytes, await connection.recv(count - bytes.length)]);
    return bytes;
  };
  return decode(await receive((await receive(2)).readUInt16BE(0)));
}
