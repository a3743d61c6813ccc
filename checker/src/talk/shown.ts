const longest = 72;

/** Bytes as a person reads them in a transcript: text with its control characters visible, cut when long. */
export function shown(bytes: Uint8Array | string): string {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString("utf8");
  const isText = Buffer.from(text, "utf8").equals(buffer);
  const whole = isText
    ? JSON.stringify(text)
    : `bytes ${buffer.toString("hex").replace(/../g, "$& ")}`;
  const characters = Array.from(printable(whole));
  if (characters.length <= longest) return characters.join("").trimEnd();
  return `${characters.slice(0, longest).join("")}… (${buffer.length} bytes)`;
}

/** What a program printed or sent, so that its escape sequences cannot rewrite the teacher's window. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n\u200c\u200d])[\p{C}\u2028\u2029]/gu, (unseen) => {
    const code = (unseen.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** The same on one line: a name with line ends in it cannot pass for several lines of a report. */
export function onOneLine(text: string): string {
  return printable(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}
