/** What is likely behind a diagnosis, and what to do. The first pattern that matches the name counts. */
const advice: readonly (readonly [RegExp, string])[] = [
  [
    /^ends before it listens/,
    "Start the program by hand with the same command: it ends with the message above.",
  ],
  [
    /^does not compile|^holds no program/,
    "Start the program by hand, as the assignment says, before you hand it in.",
  ],
  [
    /^holds too many files|^is too large/,
    "Hand in the sources only, without packages, builds and data.",
  ],
  [
    /^never listens/,
    "After socket come bind and listen (for UDP, bind alone). Does it wait for something else first?",
  ],
  [
    /^uses (UDP|TCP) instead/,
    "SOCK_STREAM makes a TCP socket, SOCK_DGRAM a UDP socket. This system needs the other one.",
  ],
  [
    /^crashes/,
    "The message above tells where. Handle the error of this one client, close its connection, go on.",
  ],
  [
    /^is stopped by a silent client|^serves one client at a time/,
    "While it waits for one client's message it accepts nobody. Serve each client in a task or thread of its own, or give recv a timeout.",
  ],
  [
    /^is stopped by/,
    "After that client the next one gets no answer. Handle an empty recv and errors per client, close that connection, and go back to accept.",
  ],
  [
    /^spins/,
    "An empty recv means that the client has finished; it comes again and again. End the loop when it comes.",
  ],
  [
    /^waits for a line end/,
    "The documents' clients send no line end. Read with recv, not line by line.",
  ],
  [
    /^waits until the client stops/,
    "The client keeps its connection open while it waits for the answer. Answer after the first recv, not at the end of the stream.",
  ],
  [
    /^never connects/,
    "The client connects to 127.0.0.1 at the port that it is given, before or after it has read the keyboard.",
  ],
  [
    /^sends nothing|^leaves without|^sends only a part|^sends something else|^sends more than the/,
    "What the client has to send stands above. Use sendall, and the encoding UTF-8.",
  ],
  [
    /^sends a line end/,
    "input() in Python takes the line end away, fgets in C keeps it. The documents' servers take it for a letter.",
  ],
  [/^sends only the first message/, 'Ask and send in a loop, until the message is "end".'],
  [
    /^shows only|^takes one recv for the whole answer/,
    "An answer may arrive in pieces: receive in a loop until the server closes.",
  ],
  [
    /^does not show|^makes up the answer/,
    "Print what recv returned, decoded, together with what the task asks for.",
  ],
  [
    /^never ends|^hangs when/,
    "An empty recv means that the other side has closed. Close the socket then, and end.",
  ],
  [
    /^ends as if all was well|^says nothing of a file/,
    "Tell the user what went wrong, and end with an exit status other than 0.",
  ],
  [
    /^keeps|^takes a part of a file/,
    "Write to another name first, count the bytes, and rename the file when all of them are there.",
  ],
  [
    /^never answers/,
    "The message is there, and no answer comes. Is the answer sent to the connection that accept returned? Is a buffer flushed?",
  ],
  [/^answers only once/, "Go back to recvfrom after each answer."],
  [
    /^answers only the first message/,
    "Receive and answer in a loop, until the conversation is over.",
  ],
  [
    /^answers only the first|^sends only the first/,
    "The rest is cut off: a buffer is too small, or one send did not take everything. Use sendall, and a loop around recv.",
  ],
  [
    /^closes without|^resets|^refuses a client/,
    "The client asked and the connection was closed. Does the server end, or close before it has answered?",
  ],
  [
    /^never closes|^leaves a connection open/,
    "Close the connection that accept returned once the answer is out.",
  ],
  [
    /^serves only one client|^does not serve all/,
    "accept belongs into the loop: one accept for each client. The listening socket stays open.",
  ],
  [
    /^goes on after/,
    "That message ends the program: leave the loop, close the connection and the listening socket.",
  ],
  [
    /^leaves its port taken/,
    "A process that it started still listens. End it, and close the listening socket.",
  ],
  [
    /^ends although/,
    'Only the message "end" itself ends the conversation. Compare the whole message.',
  ],
  [
    /^adds|^answers more|^sends more/,
    "Send exactly the answer: no line end, no NUL, no explanation.",
  ],
  [
    /^cuts characters|^reverses bytes|^destroys/,
    "Decode the bytes as UTF-8 first, then work with characters, then encode again.",
  ],
  [
    /^takes code points/,
    "Some characters consist of several code points. Intl.Segmenter in TypeScript splits a text as a reader does.",
  ],
  [
    /^leaves letters outside/,
    "Decode the bytes as UTF-8 and use the upper case of the language, not that of ASCII.",
  ],
  [
    /^treats two messages/,
    "Begin with an empty message after each answer, and keep what came behind a line end for the next.",
  ],
  [
    /^answers before the line|^answers without a line end|^takes the line end/,
    "Here a message is a line: collect until LF or CR LF, and end the answer with LF.",
  ],
  [
    /^treats one message/,
    "One message came in several pieces, because the buffer is small. Read with a larger one.",
  ],
  [
    /^takes one recv/,
    "TCP keeps no boundaries: what is sent at once may arrive in pieces. Collect until the line end is there.",
  ],
  [/^does not wait for the answer/, "Each message is answered before the next one is sent."],
  [/^does not wait for the message/, "Receive first, then answer."],
  [/^takes \d+ for out of range/, "1 and 100 belong to the range."],
  [/^answers a number out of range/, "Look at the number before you answer."],
  [
    /^sends the (sum|client's number)/,
    "The server sends its own number; each side adds by itself.",
  ],
  [
    /^sends (no line ends|one line|the number before)|^leaves out/,
    "The answer is two lines, each with its line end: the name, then the number.",
  ],
  [
    /^sends no status line|^announces|^gives no reason/,
    "Before the bytes comes one line: OK and the size in bytes, or ERROR and a reason.",
  ],
  [
    /^leaks/,
    "Make the path real, then look whether it still begins with the folder. Refuse everything else.",
  ],
  [/^changes the bytes/, "Open the file in binary mode and send bytes; do not decode them."],
  [
    /^refuses a file/,
    "The name is what comes before the line end, as UTF-8, below the shared folder.",
  ],
  [
    /^sends a (file|folder)/,
    "What is no regular file in the folder is answered with ERROR and a reason.",
  ],
  [/^answers from another port/, "Answer with sendto on the socket that received the datagram."],
  [/^answers one datagram twice|^splits/, "One datagram asks, one datagram answers: one sendto."],
  [
    /^prints without end|^starts too many|^uses too much|^takes too long/,
    "The program was stopped because it went over a limit.",
  ],
  [
    /^sends the message back|^answers (something|in|another)|^raises/,
    "Compare the transcript with the table of what this system sends.",
  ],
];

/** A sentence for the person whose program got this diagnosis. */
export function adviceFor(diagnosis: string): string {
  const known = advice.find(([pattern]) => pattern.test(diagnosis));
  return known?.[1] ?? "Compare the transcript with what was expected.";
}
