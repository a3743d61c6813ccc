import { binderLink, repository } from "./places.mjs";

/**
 * The first page: what the course is, in the README's own words, its notebooks, and how to run it.
 * @param {string} readme
 * @param {readonly import("./notebook-page.mjs").Page[]} pages
 */
export function firstPage(readme, pages) {
  const what = readme.slice(readme.indexOf("\n"), readme.indexOf("\n## ")).trim();
  const rows = pages.map(
    ({ name, title, promise }) =>
      `| [${title.replace("|", "\\|")}](./${name}.md) | ${promise.replace("|", "\\|")} |`,
  );
  return [
    "# Socketbook",
    what,
    "## The course",
    ["| page | what you do there |", "| --- | --- |", ...rows].join("\n"),
    "## Run it",
    "Each page is a notebook: its cells run on real sockets, and you can change them.",
    [
      `- **In the browser:** [open the course on Binder](${binderLink("00-start-here.ipynb")}).`,
      `- **At home:** with Node and Python, \`npm start\` in a clone of [the repository](${repository}).`,
    ].join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}
