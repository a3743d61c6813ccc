import type { Page } from "playwright-core";

export interface CellState {
  readonly id: string;
  readonly type: string;
  readonly executed: boolean;
  readonly kinds: readonly string[];
  readonly text: string;
}

/** A notebook that is open in JupyterLab, driven by Lab's own commands as its menus do it. */
export class NotebookPage {
  readonly #page: Page;
  readonly #name: string;

  private constructor(page: Page, name: string) {
    this.#page = page;
    this.#name = name;
  }

  /** Opens it, beside the ones that are open where `beside` is true. Resolves when its kernel is idle. */
  static async open(page: Page, name: string, beside = false): Promise<NotebookPage> {
    const options = JSON.stringify(beside ? { mode: "split-right" } : {});
    await page.waitForFunction("window.jupyterapp !== undefined");
    await page.evaluate(`(async () => {
      await window.jupyterapp.restored;
      await window.jupyterapp.commands.execute("docmanager:open", {
        path: ${JSON.stringify(name)}, factory: "Notebook", options: ${options} });
    })()`);
    const notebook = new NotebookPage(page, name);
    await notebook.#waitFor(`widget.context.isReady && widget.sessionContext.isReady`);
    await notebook.idle();
    return notebook;
  }

  /** Runs one of Lab's commands on this notebook, and does not wait for its end. */
  async command(name: string, options: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#evaluate(`
      window.jupyterapp.shell.activateById(widget.id);
      void window.jupyterapp.commands.execute(${JSON.stringify(name)}, ${JSON.stringify(options)});`);
  }

  /** Resolves when the kernel has nothing to do and no cell of this notebook is waiting for its turn. */
  async idle(): Promise<void> {
    await this.#waitFor(`
      widget.sessionContext.session?.kernel?.status === "idle" &&
      widget.sessionContext.pendingInput !== true &&
      ![...widget.content.widgets].some((cell) => cell.promptNode?.textContent?.includes("*"))`);
  }

  /** Answers the question whether that is meant. Resolves when the last cell has run. */
  async restartAndRunAll(): Promise<void> {
    await this.#evaluate(`for (const { model } of widget.content.widgets) {
      if (model.type === "code") model.executionCount = null; }`);
    await this.command("notebook:restart-run-all");
    await this.#page.locator(".jp-Dialog .jp-mod-accept").click();
    await this.#waitFor(`widget.content.widgets
      .every(({ model }) => model.type !== "code" || model.executionCount !== null)`);
    await this.idle();
  }

  async busy(): Promise<void> {
    await this.#waitFor(`widget.sessionContext.session?.kernel?.status === "busy"`);
  }

  /** Makes a cell the active one, by its id. */
  select(id: string): Promise<void> {
    return this.#evaluate(`
      const at = widget.content.widgets.findIndex((cell) => cell.model.id === ${JSON.stringify(id)});
      widget.content.activeCellIndex = at;
      widget.content.mode = "command";`);
  }

  /** Adds a cell at the end and runs it. Resolves with its id, once it has been given to the kernel. */
  async runNew(source: string): Promise<string> {
    await this.#evaluate(`widget.content.activeCellIndex = widget.content.widgets.length - 1;`);
    await this.command("notebook:insert-cell-below");
    await this.#waitFor(`widget.content.activeCell.model.sharedModel.getSource() === ""`);
    await this.#evaluate(`
      widget.content.activeCell.model.sharedModel.setSource(${JSON.stringify(source)});`);
    await this.command("notebook:run-cell");
    const cells = await this.cells();
    return cells.at(-1)?.id ?? "";
  }

  /** What the cells are and show now, in their order. */
  cells(): Promise<CellState[]> {
    return this.#evaluate(`
      return widget.content.widgets.map(({ model }) => {
        const outputs = model.type === "code" ? model.outputs.toJSON() : [];
        const text = (value) => [value].flat().join("");
        return {
          id: model.id,
          type: model.type,
          executed: model.type === "code" && model.executionCount !== null,
          kinds: outputs.flatMap((one) => one.output_type === "error" ? ["error"] : Object.keys(one.data ?? { [one.name]: "" })),
          text: outputs.map((one) => text(one.text ?? one.evalue ?? one.data["text/plain"])).join(""),
        };
      });`);
  }

  async cell(id: string): Promise<CellState> {
    const found = (await this.cells()).find((cell) => cell.id === id);
    if (found === undefined) throw new Error(`${this.#name} has no cell ${id}`);
    return found;
  }

  /** Resolves when the outputs of a cell contain this text. */
  shows(id: string, text: string): Promise<void> {
    return this.#waitFor(`widget.content.widgets.some(({ model }) => model.id === ${JSON.stringify(id)} &&
      JSON.stringify(model.outputs.toJSON()).includes(${JSON.stringify(text)}))`);
  }

  /** The page shows a picture in this notebook, painted from its own bytes. */
  async picture(): Promise<{ width: number; height: number }> {
    await this.#waitFor(
      `widget.node.querySelector('img[src^="data:image/svg+xml"]')?.naturalWidth > 0`,
    );
    return this.#evaluate(`
      const image = widget.node.querySelector('img[src^="data:image/svg+xml"]');
      image.scrollIntoView({ block: "center" });
      const { width, height } = image.getBoundingClientRect();
      return { width, height };`);
  }

  /** Types an answer into the box that a cell shows, as a person does. */
  async answer(text: string): Promise<void> {
    const box = this.#page.locator(".jp-Stdin-input").last();
    await box.waitFor();
    await box.fill(text);
    await box.press("Enter");
  }

  #evaluate<T>(body: string): Promise<T> {
    return this.#page.evaluate<T>(`(() => { ${this.#widget()} ${body} })()`);
  }

  async #waitFor(condition: string): Promise<void> {
    await this.#page.waitForFunction(
      `(() => { ${this.#widget()} return Boolean(widget && (${condition})); })()`,
      undefined,
      { polling: 50 },
    );
  }

  #widget(): string {
    return `const widget = [...window.jupyterapp.shell.widgets("main")]
      .find((each) => each.context?.path === ${JSON.stringify(this.#name)});`;
  }
}
