import assert from "node:assert/strict";

/** What the windows of the documents show, from their screenshots and terminal outputs. */
export const transcripts = {
  uppercase: {
    server: `Connected by: ('127.0.0.1', 62186)
Data from connected user: Hello World!
`,
    // The listing of 003 prints more than its screenshots show.
    pythonServer: `Server is running
Connected by:  ('127.0.0.1', 62186)
Data from connected user:  Hello World!
`,
    client: `Input lowercase sequence: Hello World!
Message received: HELLO WORLD!
`,
  },
  thanks: {
    server: `('Got Connection from', ('127.0.0.1', 50770))
Hai from client
('Got Connection from', ('127.0.0.1', 50772))
Hai from client
`,
    client: `Thanks for connecting
`,
  },
  reverseEcho: {
    server: `Server can now receive from port 7200
Server connection made with client ('127.0.0.1', 58813)
Server received: Josue
Server sent: eusoJ
Server received: Palacios
Server sent: soicalaP
Server received: Soccer
Server sent: reccoS
Server received: end
Server sent: dne
Server termination called by "end"
`,
    client: `Client connection made with server at localhost : 7200
Client enter message: Josue
Client received: eusoJ
Client enter message: Palacios
Client received: soicalaP
Client enter message: Soccer
Client received: reccoS
Client enter message: end
Client received: dne
Client termination called by message "end" and response "dne"
`,
  },
  greeting: {
    server: `UDPServer listen at: 127.0.0.1:50001

[Client 127.0.0.1:54247 said]:Hello, UDPServer!
[Client 127.0.0.1:56613 said]:Hello, UDPServer!
`,
    client: `[UDPServer said]: UDPServer has received your message
`,
  },
  arguments: `Testing ...
Number of arguments: 2
Argument list:
one
two
`,
};

/**
 * Compares a window with a document's transcript, port numbers aside. A window cannot show spaces and a
 * carriage return at the end of a line; nor is the line compared that names the port for port 0.
 */
export function sameTranscript(screen: string, expected: string): void {
  const shown = screen.replace(/^Listening on port \d+\n/m, "");
  assert.equal(comparable(shown), comparable(expected));
}

function comparable(text: string): string {
  return text
    .replace(/ +$/gm, "")
    .replace(/(127\.0\.0\.1'?(?:, |:)|from port |localhost : )\d+/g, "$1PORT");
}
