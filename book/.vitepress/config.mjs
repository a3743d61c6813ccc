// biome-ignore-all lint/style/noDefaultExport: VitePress reads the default export of its settings.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";
import { repository } from "../src/places.mjs";

const top = join(import.meta.dirname, "..");
const contents = JSON.parse(readFileSync(join(top, "pages", "contents.json"), "utf8"));

export default defineConfig({
  title: "Socketbook",
  description:
    "TCP and UDP socket programming in TypeScript, one notebook cell at a time, on real sockets",
  lang: "en",
  // A project page on GitHub lies below the name of its repository.
  base: process.env.BOOK_BASE ?? "/",
  srcDir: "pages",
  outDir: "dist",
  cacheDir: "../.socketbook/book-cache",
  cleanUrls: true,
  head: [["meta", { name: "color-scheme", content: "light dark" }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    // A table that is wider than the page scrolls, and the keyboard must reach it for that.
    config(markdown) {
      markdown.renderer.rules.table_open = () => '<table tabindex="0">\n';
    },
  },
  themeConfig: {
    sidebar: [{ text: "The course", items: contents }],
    outline: { level: 2, label: "On this page" },
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: repository, ariaLabel: "The repository" }],
    docFooter: { prev: "Previous page", next: "Next page" },
  },
});
