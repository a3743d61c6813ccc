const longest = 72;

/** Bytes as a person reads them in a transcript: text with its control characters visible, cut when long. */
export function shown(bytes: Uint8Array | string): string {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString("utf8");
  const isText = Buffer.from(text, "utf8").equals(buffer);
  const whole = isText
    ? JSON.stringify(text)
    : `bytes ${buffer.toString("hex").replace(/../g, "$& ")}`;
  const characters = Array.from(whole);
  if (characters.length <= longest) return whole.trimEnd();
  return `${characters.slice(0, longest).join("")}… (${buffer.length} bytes)`;
}
