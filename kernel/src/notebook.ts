import type { Notebook } from "socketbook";
import { current } from "./cell.js";
import type { Prompts } from "./prompts.js";
import { placesOf } from "./traces.js";
import type { Tslab } from "./tslab.js";

/** Leaves on globalThis what the library needs of a notebook; see lib/src/notebook.ts. */
export function installNotebook(prompts: Prompts): void {
  const shown = new Set<string>();
  const notebook: Notebook = {
    currentCell: current,
    input: (prompt, options) => prompts.ask(prompt, options),
    display(data, { displayId } = {}) {
      const isUpdate = displayId !== undefined && shown.has(displayId);
      if (displayId !== undefined) shown.add(displayId);
      display({ data, metadata: {}, transient: transient(displayId) }, isUpdate);
    },
    placeOf(error) {
      const [place] = placesOf(error);
      return place && { cell: place.source.number, line: place.line };
    },
  };
  Object.assign(globalThis, { [Symbol.for("socketbook.notebook")]: notebook });
}

/** The `display` of package tslab shows through the cell whose work calls it. */
export function installDisplay(tslab: Tslab): void {
  tslab.onDisplay(display);
}

function display(content: Record<string, unknown>, isUpdate: boolean): void {
  // As JSON, which is how it will travel: what cannot must fail here, as an error of the cell.
  const travels = JSON.parse(JSON.stringify(content));
  current()?.publish(isUpdate ? "update_display_data" : "display_data", travels);
}

function transient(displayId: string | undefined): Record<string, string> {
  return displayId === undefined ? {} : { display_id: displayId };
}
