import type * as ts from "@tslab/typescript-for-tslab";

/**
 * How the compiler reads the types that come with packages: once, because packages do not change
 * while a kernel runs, and those of Node and of the language without their comments. The comments
 * are two thirds of the text, and would make every kernel start later; so they are read when
 * somebody first asks for one. For the same reason three modules of Node that hold a quarter of the
 * rest, and that hardly any cell imports, are read when they are first named.
 */
export class PackageTypes {
  readonly #changed: ts.FileWatcherCallback[] = [];
  readonly #ts: typeof ts;
  #hasComments = false;
  #hasRare = false;

  constructor(compiler: typeof ts) {
    this.#ts = compiler;
    const { sys } = compiler;
    const { readFile, watchFile, watchDirectory } = sys;
    sys.readFile = (path, encoding) => {
      if (!this.#hasRare && RARE.test(path)) return "";
      const text = readFile(path, encoding);
      return this.#hasComments || !LARGE.test(path) ? text : text?.replace(COMMENTS, "");
    };
    sys.watchFile = (path, callback, ...rest) => {
      if (!IN_PACKAGE.test(path)) return watchFile?.(path, callback, ...rest) ?? UNWATCHED;
      if (LARGE.test(path)) this.#changed.push((_, kind) => callback(path, kind));
      return UNWATCHED;
    };
    sys.watchDirectory = (path, ...rest) =>
      IN_PACKAGE.test(path) ? UNWATCHED : (watchDirectory?.(path, ...rest) ?? UNWATCHED);
  }

  /** Makes the compiler read the comments too; false when it has done so before. */
  readComments(): boolean {
    if (this.#hasComments) return false;
    this.#hasComments = true;
    this.#readAgain();
    return true;
  }

  /** Makes the compiler read the rare modules when a text names one; false when nothing changes. */
  readNamed(text: string): boolean {
    if (this.#hasRare || !NAME_OF_RARE.test(text)) return false;
    this.#hasRare = true;
    this.#readAgain();
    return true;
  }

  #readAgain(): void {
    for (const tell of this.#changed) tell("", this.#ts.FileWatcherEventKind.Changed);
  }
}

const IN_PACKAGE = /[\\/]node_modules([\\/]|$)/;
/** Not their package.json: with word of that, TypeScript would look for every module anew. */
const LARGE = /[\\/]node_modules[\\/](@types[\\/]node|undici-types|@tslab)[\\/].*\.d\.ts$/;
const RARE = /[\\/]@types[\\/]node[\\/](http2|inspector(\.generated)?|test)\.d\.ts$/;
/** An unfinished name of a module may become one of them. */
const NAME_OF_RARE = /\b(http2|inspector|node:test)\b|\b(from|import|require)[\s(]*["'][\w:]*$/;
/** A comment of documentation begins a line; anything like one within a text does not. */
const COMMENTS = /^[ \t]*\/\*\*[\s\S]*?\*\//gm;
const UNWATCHED: ts.FileWatcher = { close: () => undefined };
