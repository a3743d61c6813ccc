import type { Address, TcpSocket } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import type { Peer } from "../exercise/peer.js";
import { randomInteger, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";
import type { Trial } from "../exercise/trial.js";

const forEverybody: Exercise = {
  id: "06.1",
  title: "A server for everybody",
  reread: "All at once",
  async check(trial, made) {
    const serveAll = trial.function<[TcpSocket], void>(made);
    const server = await trial.listening();
    const address = server.getsockname();
    trial.start(serveAll, server);
    const silent = await trial.connect(address);

    async function isAnswered(client: Peer, who: string, likely: string): Promise<void> {
      const word = randomWord();
      trial.attempt(`${who} sends ${show(word)}`, show(word.toUpperCase()), likely);
      client.send(word);
      trial.equal(await client.exactly(word.length), word.toUpperCase());
    }

    const inTurn = "an await in the loop lets all wait for the silent client: begin with void";
    const onlyOnce = "the conversation goes on until the client finishes";
    for (const who of ["a client that comes after a silent one", "the next client"]) {
      const client = await trial.connect(address);
      await isAnswered(client, who, inTurn);
      await isAnswered(client, `${who} (its second word)`, onlyOnce);
      await finishes(trial, client);
    }
    const crashed = await trial.connect(address);
    await isAnswered(crashed, "a client that will crash", inTurn);
    crashed.reset();
    const later = await trial.connect(address);
    await isAnswered(
      later,
      "a client after one that crashed",
      "catch what fails in a conversation",
    );
    await isAnswered(silent, "the silent client, at last", onlyOnce);
    await finishes(trial, silent);
  },
};

async function finishes(trial: Trial, client: Peer): Promise<void> {
  const likely = "an empty chunk means that the client has finished: close the connection then";
  trial.attempt("a client finishes", "its connection is closed", likely);
  client.finish();
  trial.equal(await client.all(), "");
}

const noMoreThan: Exercise = {
  id: "06.2",
  title: "No more than so many",
  reread: "Limits",
  async check(trial, made) {
    const serveUpTo = trial.function<[TcpSocket, number], void>(made);
    for (const limit of [1, randomInteger(2, 4)]) {
      const server = await trial.listening();
      trial.start(serveUpTo, server, limit);
      const served: Peer[] = [];
      for (let number = 1; number <= limit; number++) {
        const client = await trial.connect(server.getsockname());
        await becomesReady(
          trial,
          client,
          `client ${number} of ${limit} that may be served at once`,
        );
        served.push(client);
      }
      for (const end of ["finish", "reset"] as const) {
        const next = await trial.connect(server.getsockname());
        await echoes(trial, served);
        trial.attempt(
          `one more client comes than the ${limit} that may be served`,
          "nothing for it, until one of them leaves",
          "at the limit, wait until one of the conversations has ended, and accept then",
        );
        trial.equal(next.unread, "");
        served.shift()?.[end]();
        const how = end === "finish" ? "finished" : "crashed";
        await becomesReady(trial, next, `a client that waited until another one ${how}`);
        served.push(next);
      }
    }
  },
};

async function becomesReady(trial: Trial, client: Peer, who: string): Promise<void> {
  const likely = "a place is free when a conversation has ended, also when it ended by an error";
  trial.attempt(`${who} is there`, 'it gets "ready"', likely);
  trial.equal(await client.exactly(5), "ready");
}

/** Several rounds, so that the server has had its turn for whoever waits. */
async function echoes(trial: Trial, served: readonly Peer[]): Promise<void> {
  for (let round = 1; round <= 5; round++) {
    for (const client of served) {
      const word = randomWord();
      trial.attempt(
        `a client that is served sends ${show(word)}`,
        show(word),
        "while somebody waits for a place, those who are served go on",
      );
      client.send(word);
      trial.equal(await client.exactly(word.length), word);
    }
  }
}

const chat: Exercise = {
  id: "06.3",
  title: "A chat",
  reread: "A client that fails",
  async check(trial, made) {
    const serveChat = trial.function<[TcpSocket], void>(made);
    const server = await trial.listening();
    trial.start(serveChat, server);
    const [ada, bo, cy] = [
      await joins(trial, server.getsockname()),
      await joins(trial, server.getsockname()),
      await joins(trial, server.getsockname()),
    ];
    await says(trial, "the first of three clients", ada, [bo, cy]);
    await says(trial, "the second one", bo, [ada, cy]);
    await finishes(trial, bo);
    await says(trial, "a client, after another one has finished,", cy, [ada]);
    cy.reset();
    const dan = await joins(trial, server.getsockname());
    await says(trial, "a client, after another one has crashed,", ada, [dan]);
    await says(trial, "the same client once more", ada, [dan]);
    await says(trial, "the client that came last", dan, [ada]);
  },
};

async function joins(trial: Trial, address: Address): Promise<Peer> {
  const likely = "an await in the loop lets all wait for the first client: begin with void";
  trial.attempt("a client connects", 'the line "welcome"', likely);
  const client = await trial.connect(address);
  trial.equal(await client.exactly(8), "welcome\n");
  return client;
}

async function says(trial: Trial, who: string, speaker: Peer, others: Peer[]): Promise<void> {
  const line = `${randomWord()} ${randomWord()}\n`;
  trial.attempt(
    `${who} says ${show(line)}`,
    `${others.length} others get it`,
    "go through all connections that are there now; a failure at one of them must not end it",
  );
  speaker.send(line);
  for (const other of others) {
    const came = await other.exactly(line.length);
    trial.equal(came, line, "who speaks gets nothing back, and each of the others gets it once");
  }
}

export const chapter06: Chapter = {
  notebook: "06-many-clients",
  title: "Many clients",
  exercises: [forEverybody, noMoreThan, chat],
};
