/** Drawings, looked at in a real browser: light and dark, as JupyterLab and GitHub show them. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import {
  AF_INET,
  clearHistory,
  closeAll,
  encode,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_STREAM,
  SocketError,
  sequenceDiagram,
  socket,
} from "socketbook";
import { FakeNotebook } from "../lib/see/notebook.js";
import { browser, keep } from "./chromium.js";
import { groundOfImage, type Measured, measuredWords, type Word } from "./in-page.js";

const notebook = new FakeNotebook();

async function ignoringItsFailure(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => assert.ok(error instanceof SocketError));
}

/** Two clients one after another, with a half-close, a refusal and a timeout. */
async function streams(): Promise<void> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  for (const words of ["hello", "one\r\ntwo <three> \u{1f600}"]) {
    const client = socket(AF_INET, SOCK_STREAM);
    await client.connect(server.getsockname());
    const [connection] = await server.accept();
    await client.send(encode(words));
    await connection.recv(2048);
    await connection.sendall(encode(words.toUpperCase()));
    await client.recv(3);
    await client.recv(100);
    await client.shutdown(SHUT_WR);
    await connection.recv(100);
    connection.settimeout(0.01);
    await connection.close();
    await client.close();
  }
  const late = socket(AF_INET, SOCK_STREAM);
  const waiting = ignoringItsFailure(server.accept());
  await server.close();
  await waiting;
  await ignoringItsFailure(late.connect(["127.0.0.1", 1]));
}

/** Datagrams: answered, cut, to nobody, and too many. */
async function datagrams(): Promise<void> {
  const server = socket(AF_INET, SOCK_DGRAM);
  await server.bind(["127.0.0.1", 0]);
  const client = socket(AF_INET, SOCK_DGRAM);
  await client.sendto(encode("Hello, UDPServer!"), server.getsockname());
  const [, address] = await server.recvfrom(5);
  await server.sendto(encode("UDPServer has received your message"), address);
  await client.recvfrom(4096);
  client.settimeout(0.01);
  await ignoringItsFailure(client.recvfrom(1));
  for (let i = 0; i < 1000; i++) await client.sendto(encode("again"), ["127.0.0.1", 9]);
  await client.sendto(encode("a datagram that nobody asks for"), server.getsockname());
  await server.sendto(encode("x".repeat(1000)), address);
}

/** A crowd that has to share lanes. */
async function crowd(): Promise<void> {
  const server = socket(AF_INET, SOCK_STREAM);
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  for (let i = 0; i < 5; i++) {
    const client = socket(AF_INET, SOCK_STREAM);
    await client.connect(server.getsockname());
    const [connection] = await server.accept();
    await connection.sendall(encode(`you are number ${i}`));
    await client.recv(100);
    await client.close();
  }
}

async function pictureOf(run: () => Promise<void>, title: string): Promise<string> {
  clearHistory();
  await run();
  sequenceDiagram({ title });
  await closeAll();
  return notebook.shown.at(-1)?.data["image/svg+xml"] ?? "";
}

describe("a sequence diagram in a browser", () => {
  let chromium: Browser;
  let page: Page;
  before(async () => {
    chromium = await browser();
    page = await chromium.newPage({ viewport: { width: 1000, height: 900 } });
    page.setDefaultTimeout(60_000);
  });
  after(() => chromium?.close());

  for (const [name, run] of Object.entries({ streams, datagrams, crowd })) {
    test(`${name}: reads well as an image, on a light and on a dark page`, async () => {
      const svg = await pictureOf(run, `What the sockets did: ${name}`);
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setContent(asImage(svg, scheme === "light" ? "#ffffff" : "#111111"));
        assert.equal(
          await page.evaluate(groundOfImage),
          scheme === "light" ? "#ffffff" : "#16191d",
        );
        await keep(page, `sequence-${name}-${scheme}`);
      }
    });

    test(`${name}: all words are inside, clear of each other, and stand out from the ground`, async () => {
      const svg = await pictureOf(run, `What the sockets did: ${name}`);
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setContent(`<body style="margin:0">${svg}`);
        const { width, height, words, headEnd } = await page.evaluate<Measured>(measuredWords);
        assert.ok(words.length > 10);
        for (const { text, left, top, right, bottom, contrast, inHead } of words) {
          assert.ok(inHead || top >= headEnd, `upon the heads of the lanes: ${text}`);
          assert.ok(
            left >= 0 && top >= 0 && right <= width && bottom <= height,
            `outside: ${text}`,
          );
          assert.ok(contrast >= 4.5, `${text} has a contrast of ${contrast} in the ${scheme} form`);
        }
        assert.deepEqual(overlaps(words), []);
      }
    });
  }
});

function asImage(svg: string, ground: string): string {
  const data = Buffer.from(svg).toString("base64");
  const image = `<img style="max-width:100%" src="data:image/svg+xml;base64,${data}">`;
  return `<body style="margin:12px;background:${ground}">${image}`;
}

/** Pairs of words that lie upon each other by more than the space that letters leave free. */
function overlaps(words: readonly Word[]): string[] {
  return words.flatMap((one, i) => {
    const others = words.slice(i + 1).filter((two) => {
      const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      return across > 1 && down > 3;
    });
    return others.map((two) => `${one.text} and ${two.text}`);
  });
}
