import { notebook } from "../notebook.js";

/** One thing to see, in the forms that it has. The text says the same as the picture. */
export interface Picture {
  readonly svg?: string;
  readonly html?: string;
  readonly text: string;
}

/**
 * Shows a picture under the cell that asked for it; a second one with the same `displayId` takes the
 * place of the first. Where nothing can show a picture (a program in a terminal, a stock kernel),
 * prints its text.
 */
export function show({ svg, html, text }: Picture, options: { displayId?: string } = {}): void {
  const kernel = notebook();
  if (!kernel) {
    console.log(text);
    return;
  }
  const data = {
    ...(svg !== undefined && { "image/svg+xml": svg }),
    ...(html !== undefined && { "text/html": html }),
    "text/plain": text,
  };
  kernel.display(data, options);
}
