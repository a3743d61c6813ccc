// %% 00.1 characters
// says: count the bytes that encode makes
function countBytes(text: string) {
  return text.length;
}

// %% 00.1 hard-coded
// says: came      5
function countBytes(text: string) {
  return 5;
}

// %% 00.1 nothing
// says: came      undefined
function countBytes(text: string) {
  encode(text).length;
}

// %% 00.1 throws
// says: line 3) with Error: on purpose
function countBytes(text: string): number {
  if (text !== "never") {
    throw new Error("on purpose");
  }
  return 0;
}

// %% 00.2 a fixed answer
// says: came      "B"
async function giveBack(connection: TcpSocket) {
  await connection.recv(10);
  await connection.send(encode("B"));
}

// %% 00.2 says nothing
// says: nothing, and then nothing for
async function giveBack(connection: TcpSocket) {
  await connection.recv(10);
}

// %% 00.2 only one byte
// says: recv takes how many bytes it may give
async function giveBack(connection: TcpSocket) {
  await connection.send(await connection.recv(1));
}

// %% 00.2 never looks
// says: nothing, and then nothing for
async function giveBack(connection: TcpSocket) {
  await new Promise(() => undefined);
}

// %% 00.2 no function
// says: which is no function
const giveBack = "hello";
