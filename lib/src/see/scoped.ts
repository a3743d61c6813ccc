/**
 * Rules of CSS that hold inside elements of one class only: a page that takes a picture in as a part
 * of itself, as some editors do, keeps its own style, and so does the next picture.
 */
export function scoped(scope: string, rules: readonly string[]): string {
  return rules
    .map((rule) => {
      const [selectors = "", body] = rule.split("{");
      const own = selectors.split(",").map((selector) => `.${scope} ${selector}`);
      return `${own.join(",")}{${body}`;
    })
    .join("");
}
