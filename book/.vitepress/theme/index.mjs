// biome-ignore-all lint/style/noDefaultExport: VitePress reads the default export of its theme.
import theme from "vitepress/theme-without-fonts";
import "./book.css";

export default theme;
