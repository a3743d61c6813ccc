/** The book in a real browser: whole, readable by everybody, on a phone, in the dark, by keyboard. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { browser, keep } from "./chromium.js";
import { build, html, pages, serve } from "./site.js";

const desk = { width: 1280, height: 900 };
const phone = { width: 390, height: 800 };
const book = createRequire(join(import.meta.dirname, "..", "..", "book", "package.json"));

const axe = () => readFileSync(book.resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

let chromium: Browser;
let address: string;
let server: Server;

before(async () => {
  build();
  ({ address, server } = await serve());
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  server?.close();
});

test("the book has a page for each notebook, and no link that leads nowhere", () => {
  assert.ok(pages().filter((name) => /^\d\d-/.test(name)).length >= 13, pages().join(" "));
  assert.deepEqual(pages().flatMap(deadLinks), []);
});

test("each notebook's page tells where it opens on Binder", () => {
  for (const name of pages().filter((each) => /^\d\d-/.test(each))) {
    assert.ok(html(name).includes(`urlpath=lab/tree/notebooks/${name}.ipynb`), name);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`${colorScheme}: every page and picture is there, in contrast, also on a phone`, async () => {
    const page = await chromium.newPage({ colorScheme });
    for (const name of pages()) {
      await page.setViewportSize(desk);
      await open(page, name);
      await inspect(page, name);
      if (/^01|^index/.test(name)) await keep(page, `book-${name}-${colorScheme}-phone`);
    }
    await page.close();
  });
}

test("the book is read and searched by keyboard alone", async () => {
  const page = await chromium.newPage({ viewport: desk });
  await page.goto(address, { waitUntil: "networkidle" });
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /Skip to content/);
  await page.keyboard.press("/");
  const field = page.locator("#localsearch-input");
  await field.waitFor();
  await page.keyboard.type("backlog");
  await page.locator("#localsearch-list a").first().waitFor();
  await keep(page, "book-search");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/\d\d-/);
  await page.locator("main", { hasText: "backlog" }).waitFor();
  await page.close();
});

/** The links of a page that lead to no page, or to no part of it. */
function deadLinks(name: string): string[] {
  const links = [...html(name).matchAll(/<a [^>]*href="([^"]+)"/g)].map((link) => link[1] ?? "");
  const inside = links.filter((link) => !/^(https?|mailto):|LICENSE/.test(link));
  return inside.filter((link) => !leads(name, link)).map((link) => `${name} links to ${link}`);
}

function leads(from: string, link: string): boolean {
  const [path = "", part = ""] = decodeURI(link).split("#");
  const to = path === "" ? from : path.replace(/^\.?\//, "").replace(/\.html$/, "") || "index";
  return pages().includes(to) && (part === "" || html(to).includes(`id="${part}"`));
}

/** Opens a page and sees that all it needs is there, and that nothing comes from elsewhere. */
async function open(page: Page, name: string): Promise<void> {
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) wrong.push(`outside: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(`${address}/${name === "index" ? "" : name}`, { waitUntil: "networkidle" });
  // Pictures further down are loaded when they come into view.
  await page.evaluate("scrollTo(0, document.body.scrollHeight)");
  await page.waitForLoadState("networkidle");
  page.removeAllListeners();
  assert.deepEqual(wrong, [], name);
}

/** Pictures, contrast and names by axe, and the width on a phone. */
async function inspect(page: Page, name: string): Promise<void> {
  const broken = await page.evaluate(
    "[...document.images].filter((image) => image.naturalWidth === 0).map(({ src }) => src)",
  );
  assert.deepEqual(broken, [], name);
  await page.addScriptTag({ content: axe() });
  for (const viewport of [desk, phone]) {
    await page.setViewportSize(viewport);
    assert.deepEqual(await violations(page), [], `${name} at ${viewport.width}`);
  }
  const tooWide = await page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  assert.ok(tooWide <= 0, `${name} scrolls sideways on a phone, by ${tooWide}`);
}

/** What axe finds against WCAG 2 A and AA, in words. */
async function violations(page: Page): Promise<string[]> {
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa"] }).then(({ violations }) => violations)`,
  )) as Violation[];
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

function focused(page: Page): Promise<string> {
  return page.evaluate<string>("document.activeElement.textContent.trim()");
}
