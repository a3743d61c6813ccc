import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { userInfo } from "node:os";

/** The Jupyter wire protocol: what a message is, and how it travels as frames with a signature. */

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Content = Record<string, unknown>;

export interface Message {
  /** Whom a router socket sends it to; for iopub, its topic. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parent: Header | Record<string, never>;
  readonly metadata: Content;
  readonly content: Content;
}

export const PROTOCOL = "5.4";
const DELIMITER = Buffer.from("<IDS|MSG>");
const session = randomUUID();
const username = userName();

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "kernel"; // A container may run under a number that has no name.
  }
}

/** A message that answers, or belongs to, the request with the header `parent`. */
export function message(
  type: string,
  content: Content,
  parent?: Header,
  identities: readonly Uint8Array[] = [],
): Message {
  const date = new Date().toISOString();
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username,
    date,
    version: PROTOCOL,
  };
  return { identities, header, parent: parent ?? {}, metadata: {}, content };
}

/** The reply to a request, addressed to whoever asked: `x_request` gets an `x_reply`. */
export function reply(request: Message, content: Content): Message {
  const type = request.header.msg_type.replace(/_request$/, "_reply");
  return message(type, content, request.header, request.identities);
}

/** The frames of a message: whom it is for, a delimiter, the signature, four parts in JSON. */
export function encode(outgoing: Message, key: string): Uint8Array[] {
  const { identities, header, parent, metadata, content } = outgoing;
  const parts = [header, parent, metadata, content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [...identities, DELIMITER, Buffer.from(sign(parts, key)), ...parts];
}

/**
 * The message in the frames, or undefined when they hold none that this kernel may obey: a wrong
 * signature, or not the shape of a message.
 */
export function decode(frames: readonly Uint8Array[], key: string): Message | undefined {
  const at = frames.findIndex((frame) => DELIMITER.equals(frame));
  const signature = frames[at + 1];
  const parts = frames.slice(at + 2, at + 6);
  if (at < 0 || signature === undefined || parts.length < 4) return undefined;
  if (!isSigned(frames.slice(at + 2), signature, key)) return undefined;
  try {
    const [header, parent, metadata, content] = parts.map((part) => JSON.parse(text(part)));
    if (typeof header?.msg_type !== "string") return undefined;
    return { identities: frames.slice(0, at), header, parent, metadata, content: content ?? {} };
  } catch {
    return undefined;
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

/** An empty key switches signatures off, as the protocol says. */
function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === "") return "";
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

function isSigned(parts: readonly Uint8Array[], signature: Uint8Array, key: string): boolean {
  const wanted = Buffer.from(sign(parts, key));
  return wanted.length === signature.length && timingSafeEqual(wanted, signature);
}
