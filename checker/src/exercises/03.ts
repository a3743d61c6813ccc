import type { Address, TcpSocket } from "socketbook";
import type { Chapter, Exercise } from "../exercise/exercise.js";
import type { Peer } from "../exercise/peer.js";
import { randomInteger, randomSentence, randomWord } from "../exercise/random.js";
import { show } from "../exercise/show.js";

const numberedThanks: Exercise = {
  id: "03.1",
  title: "Thanks with a number",
  reread: "Steps 5 to 8: the loop",
  async check(trial, made) {
    const serveNumbered = trial.function<[TcpSocket], void>(made);
    const server = await trial.listening();
    const address = server.getsockname();
    const thanks = (number: number) => `Thanks for connecting, you are number ${number}`;
    const serving = trial.start(serveNumbered, server);
    for (const number of [1, 2]) {
      const message = randomSentence();
      trial.attempt(
        `client ${number} sends ${show(message)}`,
        `it gets ${show(thanks(number))}, then the connection is closed`,
        serving.hasReturned
          ? "your function has returned: only a loop serves the next client"
          : "count in a variable that stands before the loop, and close each connection",
      );
      const client = await trial.connect(address);
      client.send(message);
      trial.equal(await client.all(), thanks(number));
    }
    const third = await trial.connect(address);
    const fourth = await trial.connect(address);
    trial.attempt(
      "clients 3 and 4 connect; 4 sends first, and 3 only then",
      `they get ${show(thanks(3))} and ${show(thanks(4))}`,
      "the number is that of arrival, and it goes on where it was for the clients before",
    );
    fourth.send(randomSentence());
    third.send(randomSentence());
    trial.equal(await third.all(), thanks(3));
    trial.equal(await fourth.all(), thanks(4));
  },
};

const stop: Exercise = {
  id: "03.2",
  title: "A server that comes to STOP",
  reread: "The queue, seen",
  async check(trial, made) {
    const serveSome = trial.function<[TcpSocket, number], string[]>(made);
    for (const count of [randomInteger(2, 4), 1]) {
      const server = await trial.listening();
      const messages = Array.from({ length: count + 1 }, () => randomSentence());
      const clients: Peer[] = [];
      for (const message of messages) {
        const client = await trial.connect(server.getsockname());
        client.send(message);
        clients.push(client);
      }
      const wanted = messages.slice(0, count);
      trial.attempt(
        `${count + 1} clients wait in the queue, and your function is told ${count}`,
        `the result is the ${count === 1 ? "message" : "messages"} of the first ${count}: ${show(wanted.join(", "))}`,
        "accept so many clients, keep each message, and return them in this order",
      );
      const came: unknown = await trial.call(serveSome, server, count);
      trial.expect(Array.isArray(came), `${show(came)}, which is no array of messages`);
      trial.equal((came as unknown[]).join(", "), wanted.join(", "));
      for (const [index, client] of clients.slice(0, count).entries()) {
        trial.attempt(
          `client ${index + 1} listens for its thanks`,
          `"Thanks for connecting", then the connection is closed`,
          "send the thanks to each client, and close its connection",
        );
        trial.equal(await client.all(), "Thanks for connecting");
      }
      trial.attempt(
        "to look at the listening socket after your function has returned",
        "it is closed, and nobody else has been thanked",
        "close the server before you return: that is the step STOP",
      );
      trial.equal(server.label.state, "closed");
      const last = clients[count] as Peer;
      await trial.patience.until(
        () => last.ending !== undefined,
        () => `the connection of client ${count + 1} is still open`,
      );
      trial.equal(last.unread, "", "one client more was accepted than your function was told");
    }
  },
};

const guestBook: Exercise = {
  id: "03.3",
  title: "A guest book",
  reread: "One after another",
  async check(trial, made) {
    const startGuestBook = trial.function<[], Address>(made);
    trial.attempt(
      "startGuestBook()",
      "an address, at once, while the server goes on in the background",
      "the loop that serves must not be awaited: call it with void",
    );
    const address = trial.address(await trial.call(startGuestBook));
    const guests: string[] = [];

    async function signs(name: string, what: string, likely: string): Promise<void> {
      guests.push(name);
      const wanted = `Guests: ${guests.join(", ")}`;
      trial.attempt(
        `${what} sends ${show(name)}`,
        `it gets ${show(wanted)}, then the connection is closed`,
        likely,
      );
      const client = await trial.connect(address);
      client.send(name);
      trial.equal(await client.all(), wanted);
    }

    await signs(randomWord(), "a client", "the answer names the guest who has just come, too");
    const kept = "keep the names in an array that stands before the loop";
    await signs(randomWord(), "the next client", kept);
    await signs(`${randomWord()} ü`, "a third client", kept);
    const silent = await trial.connect(address);
    trial.attempt("a client finishes without a word", "its connection is closed");
    silent.finish();
    await silent.all();
    const noGuest = "who sends nothing, an empty chunk, is no guest and is not written down";
    await signs(randomWord(), "a client after one that said nothing", noGuest);
    const crashed = await trial.connect(address);
    crashed.reset();
    const goesOn = "a client that fails must not end the loop: try and catch inside it";
    await signs(randomWord(), "a client after one that crashed", goesOn);
  },
};

export const chapter03: Chapter = {
  notebook: "03-thanks-for-connecting",
  title: "Thanks for connecting",
  exercises: [numberedThanks, stop, guestBook],
};
