import { EventEmitter, once } from "node:events";
import { after } from "node:test";

interface Shown {
  readonly data: Readonly<Record<string, string>>;
  readonly displayId: string | undefined;
}

const key = Symbol.for("socketbook.notebook");

/** Stands where the notebook kernel would be, and keeps what it is asked to show. */
export class FakeNotebook {
  readonly shown: Shown[] = [];
  readonly #news = new EventEmitter();

  constructor() {
    Object.assign(globalThis, { [key]: this });
    after(() => Reflect.deleteProperty(globalThis, key));
  }

  currentCell(): undefined {
    return undefined;
  }

  display(data: Readonly<Record<string, string>>, options: { displayId?: string } = {}): void {
    this.shown.push({ data, displayId: options.displayId });
    this.#news.emit("shown");
  }

  /** Resolves once this many displays have been asked for. */
  async shows(count: number): Promise<void> {
    while (this.shown.length < count) await once(this.#news, "shown");
  }
}
