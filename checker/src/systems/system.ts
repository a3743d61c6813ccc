import type { Transport } from "../run/listening.js";
import type { Subject } from "../servers/subject.js";
import type { Random } from "./random.js";

/** One thing that must hold. `required`: the documents' own programs do it; else it is recommended. */
export interface Criterion {
  readonly id: string;
  readonly title: string;
  readonly required: boolean;
  readonly points: number;
  /** The server is expected to end in it: the next criterion needs a new one. */
  readonly ends?: boolean;
  /** Resolves when it holds, and throws a `Diagnosis` when it does not. */
  try(server: Subject, random: Random): Promise<void>;
}

export type SystemName =
  | "uppercase"
  | "thanks"
  | "reverse-echo"
  | "greeting"
  | "greeting-tcp"
  | "adder"
  | "file-transfer";

/** A system of the documents, seen from outside. The first criterion is the normal case. */
export interface System {
  readonly name: SystemName;
  readonly transport: Transport;
  /** The port of its document. */
  readonly port: number;
  readonly criteria: readonly Criterion[];
}

type Try = Criterion["try"];

export function required(id: string, title: string, attempt: Try, points = 2): Criterion {
  return { id, title, required: true, points, try: attempt };
}

export function recommended(id: string, title: string, attempt: Try, points = 1): Criterion {
  return { id, title, required: false, points, try: attempt };
}

/** The same criterion for a server that ends in it, as it should. */
export function ending(criterion: Criterion): Criterion {
  return { ...criterion, ends: true };
}
