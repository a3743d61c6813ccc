import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { state } from "../../binder/places.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** What keeps the browser from talking to anybody but this machine, and from waiting for a person. */
const args = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the chromium of this machine without a window. Whoever starts it closes it. */
export function browser(): Promise<Browser> {
  return chromium.launch({ executablePath: installed(), args, timeout: 120_000 });
}

/** Keeps a picture of the page among the artefacts, where build servers and people find it. */
export async function keep(page: Page, name: string): Promise<void> {
  const folder = join(state, "artefacts");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), timeout: 60_000 });
}

function installed(): string {
  const inPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => {
    return names.map((name) => join(folder, name));
  });
  const chosen = process.env.CHROME;
  const found = (chosen ? [chosen] : [...inPath, ...elsewhere]).find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (chosen) throw new Error(`CHROME names ${chosen}, which does not exist.`);
  throw new Error(
    `The tests in a browser need ${names.join(", ")} in the PATH. Install one (Debian: apt-get install ` +
      "chromium), or name yours: CHROME=/path/to/chrome npm test.",
  );
}
