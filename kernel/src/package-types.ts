import type * as ts from "@tslab/typescript-for-tslab";

/**
 * How the compiler reads the types that come with packages: once, because packages do not change
 * while a kernel runs, and those of Node and of the language without their comments. The comments
 * are two thirds of the text, and would make every kernel start later; so they are read when
 * somebody first asks for one.
 */
export class PackageTypes {
  readonly #changed: ts.FileWatcherCallback[] = [];
  readonly #ts: typeof ts;
  #hasComments = false;

  constructor(compiler: typeof ts) {
    this.#ts = compiler;
    const { sys } = compiler;
    const { readFile, watchFile, watchDirectory } = sys;
    sys.readFile = (path, encoding) => {
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
    for (const tell of this.#changed) tell("", this.#ts.FileWatcherEventKind.Changed);
    return true;
  }
}

const IN_PACKAGE = /[\\/]node_modules([\\/]|$)/;
/** Not their package.json: with word of that, TypeScript would look for every module anew. */
const LARGE = /[\\/]node_modules[\\/](@types[\\/]node|undici-types|@tslab)[\\/].*\.d\.ts$/;
/** A comment of documentation begins a line; anything like one within a text does not. */
const COMMENTS = /^[ \t]*\/\*\*[\s\S]*?\*\//gm;
const UNWATCHED: ts.FileWatcher = { close: () => undefined };
