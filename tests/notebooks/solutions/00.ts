// %% 00.1
function countBytes(text: string) {
  return encode(text).length;
}

// %% 00.2
async function giveBack(connection: TcpSocket) {
  const chunk = await connection.recv(10);
  await connection.send(chunk);
}
