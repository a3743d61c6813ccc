import type { Random } from "../../../checker/src/systems/random.js";

/** What packets meet on their way. Times are in milliseconds; what has no unit is a share of all packets. */
export interface Weather {
  readonly delay: number;
  readonly jitter: number;
  readonly loss: number;
  readonly duplicate: number;
  /** So many arrive `late` milliseconds later than those behind them. */
  readonly reorder: number;
  readonly late: number;
  /** Bytes a second. */
  readonly rate: number;
}

export const calm: Weather = {
  ...{ delay: 5, jitter: 0, loss: 0, duplicate: 0, reorder: 0, late: 0 },
  rate: 10_000_000,
};

/** Weather of any kind, with short ways: TCP waits for some round trips before it sends again. */
export function anyWeather(random: Random): Weather {
  return {
    delay: random.integer(1, 12),
    jitter: random.integer(0, 8),
    loss: random.integer(0, 4) / 100,
    duplicate: random.integer(0, 4) / 100,
    reorder: random.integer(0, 20) / 100,
    late: random.integer(1, 10),
    rate: random.integer(1, 10) * 1_000_000,
  };
}
