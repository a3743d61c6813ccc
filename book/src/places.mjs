/** Where the course is on the web. */
export const repository = "https://github.com/socketbook/socketbook";

/** The address that opens a notebook of the course on Binder, in JupyterLab. @param {string} file */
export function binderLink(file) {
  return `https://mybinder.org/v2/gh/socketbook/socketbook/HEAD?urlpath=lab/tree/notebooks/${file}`;
}
