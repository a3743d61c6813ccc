/** How one criterion went. */
export interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly required: boolean;
  readonly points: number;
  /** Left out is what cannot be tried on a server that has ended, as it was told to; it costs nothing. */
  readonly state: "passed" | "failed" | "not tried" | "left out";
  /** The name of what is wrong, or why the criterion was not tried. */
  readonly diagnosis?: string;
  /** The likely cause, and what to do. */
  readonly advice?: string;
  readonly expected?: string | undefined;
  readonly came?: string | undefined;
  /** What was sent and received, in order. */
  readonly transcript: readonly string[];
}

/** What a check found out about one program. */
export interface CheckResult {
  readonly system: string;
  readonly role: "server" | "client";
  /** Whether everything that is required holds. */
  readonly passed: boolean;
  readonly points: number;
  readonly outOf: number;
  readonly outcomes: readonly Outcome[];
  /** What the person should know about how it was checked. */
  readonly remarks: readonly string[];
}

export function resultOf(
  system: string,
  role: CheckResult["role"],
  outcomes: readonly Outcome[],
  remarks: readonly string[],
): CheckResult {
  const sum = (some: readonly Outcome[]) => some.reduce((total, { points }) => total + points, 0);
  return {
    system,
    role,
    passed:
      outcomes.some(({ required, state }) => required && state === "passed") &&
      outcomes.every(({ required, state }) => !required || /^(passed|left out)$/.test(state)),
    points: sum(outcomes.filter(({ state }) => state === "passed")),
    outOf: sum(outcomes.filter(({ state }) => state !== "left out")),
    outcomes,
    remarks,
  };
}
