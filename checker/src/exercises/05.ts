import { type Address, AF_INET, SOCK_DGRAM, socket, type UdpSocket } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import { randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Trial } from "../exercise/trial.js";

const upperCase: Exercise = {
  id: "05.1",
  title: "Upper case, by datagram",
  reread: "1 The server",
  async check(trial, made) {
    const serveUpper = trial.function<[UdpSocket], void>(made);
    const sock = await mailbox();
    trial.start(serveUpper, sock);
    const [ada, bo] = [await trial.datagrams(), await trial.datagrams()];

    async function isAnswered(client: typeof ada, text: string, likely: string): Promise<void> {
      const { bytes, from } = await client.recvfrom();
      trial.equal(bytes, text.toUpperCase(), likely);
      const isSame = from[1] === sock.getsockname()[1];
      trial.expect(isSame, "an answer from another socket", "answer with the socket you are given");
    }

    for (let turn = 1; turn <= 2; turn++) {
      const [first, second] = [randomSentence(), randomSentence()];
      trial.attempt(
        `two clients send ${show(first)} and ${show(second)}`,
        "each gets its own text back, in upper case",
        "recvfrom gives the address of the sender; a loop serves the next datagram",
      );
      await ada.sendto(first, sock.getsockname());
      await bo.sendto(second, sock.getsockname());
      await isAnswered(ada, first, "the answer goes to the address that came with the datagram");
      await isAnswered(bo, second, "the answer goes to the address that came with the datagram");
    }
    const later = randomSentence();
    trial.attempt(
      `a client sends a datagram without bytes, then ${show(later)}`,
      `one answer: ${show(later.toUpperCase())}`,
      "an empty datagram is no end: go on with the next one, and send no answer",
    );
    await ada.sendto("", sock.getsockname());
    await ada.sendto(later, sock.getsockname());
    await isAnswered(ada, later, "an empty datagram gets no answer");
    const long = `ü${randomWord(randomInteger(3800, 4000))}`;
    trial.attempt("a client sends a datagram of about 4000 bytes", "all of it, in upper case");
    await bo.sendto(long, sock.getsockname());
    await isAnswered(bo, long, "what recvfrom cuts off is gone: let it take 4096 bytes");
  },
};

const askAgain: Exercise = {
  id: "05.2",
  title: "Ask again",
  reread: "5 Nobody there",
  async check(trial, made) {
    const askUntilAnswered = trial.function<[Address, string], string | null>(made);
    for (const ignored of [0, randomInteger(1, 3)]) {
      const [question, answer, lie] = [randomSentence(), randomSentence(), randomSentence()];
      const [server, stranger] = [await trial.datagrams(), await trial.datagrams()];
      trial.attempt(
        `a server leaves ${ignored} questions unanswered, then answers ${show(answer)}`,
        `your function asks again, and gives ${show(answer)}`,
        "when recv fails with ETIMEDOUT, send the question again",
      );
      const asking = trial.start(askUntilAnswered, server.address, question);
      for (let asked = 0; asked <= ignored; asked++) {
        const { bytes, from } = await server.recvfrom();
        trial.equal(bytes, question, "each time the same question is sent");
        if (asked < ignored) continue;
        await stranger.sendto(lie, from);
        await server.sendto(answer, from);
      }
      const came = await trial.result(asking);
      const isLie = came === lie;
      trial.equal(came, answer, isLie ? "a stranger sent this: connect hears nobody else" : "");
      leavesNothing(trial);
    }
    await staysSilent(trial, askUntilAnswered);
  },
};

async function staysSilent(
  trial: Trial,
  askUntilAnswered: (address: Address, question: string) => unknown,
): Promise<void> {
  const [question, mark] = [randomSentence(), randomSentence()];
  const [server, witness] = [await trial.datagrams(), await trial.datagrams()];
  trial.attempt("a server that never answers", "five questions, then null", "count the questions");
  const asking = trial.start(askUntilAnswered, server.address, question);
  for (let asked = 1; asked <= 5; asked++) {
    trial.equal((await server.recvfrom()).bytes, question);
  }
  const came = await trial.result(asking);
  trial.expect(
    came === null,
    show(came),
    "after the fifth question without an answer: return null",
  );
  // What the function sent before it returned stands before this in the server's queue.
  await witness.sendto(mark, server.address);
  const isLast = (await server.recvfrom()).bytes.toString() === mark;
  trial.expect(isLast, "a sixth question", "the loop goes round once too often");
  leavesNothing(trial);
}

const inOrder: Exercise = {
  id: "05.3",
  title: "In order again",
  reread: "4 Cut and lost",
  async check(trial, made) {
    const collect = trial.function<[UdpSocket, number], string[]>(made);
    for (const count of [3, randomInteger(11, 14)]) {
      const texts = Array.from({ length: count }, () => randomSentence(2));
      const numbered = texts.map((text, index) => `${index + 1} ${text}`);
      const sent = numbered.flatMap((text, index) => (index % 3 === 1 ? [text, text] : [text]));
      // The first number comes once and at the end: until then, nobody who keeps doubles is done.
      const [last = "", ...others] = [
        ...sent.slice(-1),
        ...shuffled(sent.slice(1, -1)),
        ...sent.slice(0, 1),
      ];
      const sock = await mailbox();
      trial.attempt(
        `${count} datagrams come, some twice, the last one first and the first one last: ${show([last, ...others].join(", "))}`,
        show(texts),
        "keep each text under its number, until all numbers are there",
      );
      const collecting = trial.start(collect, sock, count);
      const sender = await trial.datagrams();
      for (const text of [last, ...others]) await sender.sendto(text, sock.getsockname());
      const came = await trial.result(collecting);
      trial.expect(Array.isArray(came), `${show(came)}, which is no array`);
      const isRight = JSON.stringify(came) === JSON.stringify(texts);
      trial.expect(isRight, show(came), likelyOfOrder(came, texts));
    }
  },
};

function likelyOfOrder(came: readonly unknown[], texts: readonly string[]): string | undefined {
  if (came.length > texts.length) return "a number that comes again is the same datagram again";
  if (came.length < texts.length) return "a datagram that came twice does not count twice";
  if ([...came].sort().join() === [...texts].sort().join()) {
    return "the numbers are numbers: as texts, 10 stands before 2";
  }
  return "the text is all that stands behind the first space";
}

function shuffled<T>(items: readonly T[]): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(randomInteger(0, rest.length - 1), 1)[0] as T);
}

/** A bound UDP socket of the library; the trial closes it as it closes the learner's. */
async function mailbox(): Promise<UdpSocket> {
  const sock = socket(AF_INET, SOCK_DGRAM);
  await sock.bind(["127.0.0.1", 0]);
  return sock;
}

function leavesNothing(trial: Trial): void {
  trial.attempt("to count the sockets that your function left open", "none");
  const open = trial.leftOpen();
  const likely = "close the socket when the answer is there, and also when none has come";
  trial.expect(open.length === 0, open.map(({ label }) => String(label)).join(", "), likely);
}

export const chapter05: Chapter = {
  notebook: "05-datagrams",
  title: "Datagrams",
  exercises: [upperCase, askAgain, inOrder],
};
