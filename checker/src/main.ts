/** The command `socketbook`: resolves with the exit status. */
export async function main(words: readonly string[]): Promise<number> {
  console.error(`socketbook: no command ${JSON.stringify(words[0] ?? "")}`);
  return 2;
}
