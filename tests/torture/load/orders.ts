/** What the torture asks of the process that holds the clients, and what that answers. */
export type Order =
  | { readonly do: "hold"; readonly port: number; readonly count: number }
  | { readonly do: "talk"; readonly messages: number; readonly patience: number }
  | { readonly do: "leave" };

export interface Done {
  /** So many clients are connected, answers have come, or clients have left. */
  readonly count: number;
  /** The first thing that went wrong. */
  readonly wrong?: string | undefined;
}

/** What a server process is asked: how many sockets of the library are open, or for its holdings. */
export interface Question {
  readonly of: "sockets" | "everything";
}

/** What a server process holds after its garbage was collected. Whatever grew was left behind. */
export interface Holdings {
  readonly bytes: { readonly rss: number; readonly heap: number };
  readonly things: Readonly<Record<string, number>>;
}

/** The message number `number` of a client, and the answer to it. */
export function message(client: number, number: number): string {
  return `${client}:${number} of many`;
}

export function reversed(text: string): string {
  return Array.from(text).reverse().join("");
}
