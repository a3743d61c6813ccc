/** Writes the pages of the book: one for each notebook, the first page, and the pages for teachers. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { firstPage } from "./first-page.mjs";
import { notebookPage } from "./notebook-page.mjs";
import { binderLink, repository } from "./places.mjs";

/** Pages of the repository that belong into the book, and their names there. */
const documents = { "TEACHING.md": "teaching.md", "SECURITY.md": "security.md" };

/**
 * Writes everything below `into`, anew.
 * @param {string} top the top folder of the repository
 * @param {string} into
 */
export function writePages(top, into) {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const pages = readdirSync(join(top, "notebooks"))
    .filter((file) => /^\d\d-.*\.ipynb$/.test(file))
    .sort()
    .map((file) => {
      const notebook = JSON.parse(readFileSync(join(top, "notebooks", file), "utf8"));
      return notebookPage(file.replace(/\.ipynb$/, ""), notebook, binderLink(file));
    });
  for (const { name, text, pictures } of pages) {
    writeFileSync(join(into, `${name}.md`), text);
    for (const { file, svg } of pictures) write(join(into, "pictures", file), svg);
  }
  const more = Object.entries(documents).filter(([file]) => existsSync(join(top, file)));
  for (const [file, name] of more) {
    writeFileSync(join(into, name), leadingOut(readFileSync(join(top, file), "utf8")));
  }
  writeFileSync(
    join(into, "index.md"),
    firstPage(readFileSync(join(top, "README.md"), "utf8"), pages),
  );
  const contents = [
    ...pages.map(({ title, name }) => ({ text: title, link: `/${name}` })),
    ...more.map(([, name]) => ({
      text: titleOf(join(into, name)),
      link: `/${name.replace(/\.md$/, "")}`,
    })),
  ];
  writeFileSync(join(into, "contents.json"), JSON.stringify(contents));
  cpSync(join(top, "LICENSE"), join(into, "public", "LICENSE.txt"));
}

/** A link to a file of the repository leads to it on the web. @param {string} text */
function leadingOut(text) {
  return text.replace(/\]\((?!https?:|#)([^)]+)\)/g, (whole, target) => {
    const known = Object.entries(documents).find(([file]) => target.split("#")[0] === file);
    return known
      ? whole.replace(known[0], `./${known[1]}`)
      : `](${repository}/blob/HEAD/${target})`;
  });
}

/** @param {string} path */
function titleOf(path) {
  return /^# (.*)$/m.exec(readFileSync(path, "utf8"))?.[1] ?? path;
}

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
