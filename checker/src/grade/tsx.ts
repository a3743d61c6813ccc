import { fileURLToPath } from "node:url";

/** Where the runner for TypeScript lies, from here: a submission lies elsewhere. */
export function tsx(): { name: string; path: string } {
  try {
    const name = import.meta.resolve("tsx");
    return { name, path: fileURLToPath(name) };
  } catch {
    return { name: "tsx", path: "" }; // not installed: the message of the start says so
  }
}
