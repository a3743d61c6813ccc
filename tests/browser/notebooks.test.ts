/** The first notebooks as a learner meets them: in a real JupyterLab, in a real browser. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { browser, keep } from "./chromium.js";
import { Lab } from "./lab.js";
import { NotebookPage } from "./notebook-page.js";

const names = {
  start: "00-start-here.ipynb",
  server: "01-a-tcp-server.ipynb",
  client: "02-a-tcp-client.ipynb",
};

let lab: Lab;
let chromium: Browser;
before(async () => {
  chromium = await browser();
  lab = await Lab.start(Object.values(names));
});
after(async () => {
  await chromium?.close();
  await lab?.stop();
});

async function newPage(): Promise<Page> {
  const page = await chromium.newPage({ viewport: { width: 1500, height: 1000 } });
  page.setDefaultTimeout(120_000);
  await page.goto(lab.address);
  return page;
}

test("00 in JupyterLab: it runs, asks, and gets its answer from the box", async () => {
  const page = await newPage();
  const start = await NotebookPage.open(page, names.start);
  await start.command("notebook:run-all-cells");
  await start.answer("Ada");
  await start.shows("close-all", "0");
  await start.idle();
  await ranThrough(start);
  assert.match((await start.cell("ask-name")).text, /Hello, Ada\./);
  await keep(page, "jupyterlab-00");
  await page.close();
});

test("01 in JupyterLab: it runs and shows its picture; an interrupt ends a wait, and the rest goes on", async () => {
  const page = await newPage();
  const server = await NotebookPage.open(page, names.server);
  await server.command("notebook:run-all-cells");
  await server.shows("close-all", "0");
  await server.idle();
  await ranThrough(server);
  assert.equal((await server.cell("listen")).text, "Server is running\n");
  const { width, height } = await server.picture();
  assert.ok(width > 300 && height > 200, `the picture is ${width} by ${height}`);
  await keep(page, "jupyterlab-01");
  await page.emulateMedia({ colorScheme: "dark" });
  await server.command("apputils:change-theme", { theme: "JupyterLab Dark" });
  await page.locator('body[data-jp-theme-light="false"]').waitFor({ state: "attached" });
  await server.picture();
  await keep(page, "jupyterlab-01-dark");
  await server.command("apputils:change-theme", { theme: "JupyterLab Light" });

  const waiting = await server.runNew(
    'const waiting = socket(AF_INET, SOCK_STREAM);\nawait waiting.listen();\nconsole.log("it waits");\nawait waiting.accept();',
  );
  await server.shows(waiting, "it waits");
  await server.busy();
  await server.command("notebook:interrupt-kernel");
  await server.idle();
  assert.ok((await server.cell(waiting)).kinds.includes("error"));
  const next = await server.runNew("waiting.label.state;");
  await server.shows(next, "listening");
  await keep(page, "jupyterlab-01-interrupted");

  await server.select(waiting);
  await server.command("notebook:delete-cell");
  await server.select(next);
  await server.command("notebook:delete-cell");
  await server.restartAndRunAll();
  await ranThrough(server);
  assert.equal((await server.cell("listen")).text, "Server is running\n");
  await page.close();
});

test("01 and 02 in JupyterLab talk to each other, side by side", async () => {
  const page = await newPage();
  const server = await NotebookPage.open(page, names.server);
  await server.select("close-all");
  await server.command("notebook:run-all-above");
  await server.shows("try-it", "HELLO WORLD!");
  await server.idle();

  // As the notebook tells its reader: where 12000 was taken, the other number goes into 02.
  const [, port = ""] = /0\.0\.0\.0:(\d+)/.exec((await server.cell("bind")).text) ?? [];
  const path = lab.path(names.client);
  writeFileSync(path, readFileSync(path, "utf8").replaceAll("12000", port));
  const client = await NotebookPage.open(page, names.client, true);
  await client.command("notebook:run-all-cells");
  await client.answer("two kernels");
  await client.shows("close-all", "0");
  await client.idle();
  await ranThrough(client);
  assert.match((await client.cell("choose-server")).text, /an uppercase server answers/);
  assert.match((await client.cell("print")).text, /Message received: TWO KERNELS/);
  await server.shows("start-serving", "Data from connected user: two kernels");
  await client.picture();
  await keep(page, "jupyterlab-01-and-02");
  await page.close();
});

/** Every code cell has run, and none has failed. */
async function ranThrough(notebook: NotebookPage): Promise<void> {
  const code = (await notebook.cells()).filter(({ type }) => type === "code");
  assert.ok(code.length > 10);
  for (const { id, executed, kinds, text } of code) {
    assert.ok(executed, `${id} has not run`);
    assert.ok(!kinds.includes("error") && !kinds.includes("stderr"), `${id} shows: ${text}`);
  }
}
