import type { Decimal } from '@ome/domain';

/** An account that lost as much as it may on a day, and is closed down for it. */
export interface LossBreach {
  account: string;
  /** The market's day, YYYY-MM-DD. */
  day: string;
  limit: Decimal;
  result: Decimal;
  at: Date;
}

/** Which accounts were, or are being, closed down on a day. Kept, so that it happens once a day. */
export abstract class LossBreaches {
  /** Accounts with trades of the day, which alone can have a loss of it. */
  abstract traders(day: string): Promise<string[]>;
  /** Writes it down where nothing is of that account and day, for the audit too. */
  abstract add(breach: LossBreach): Promise<void>;
  /** Of a day: those that are flat again, and those that are still being closed down. */
  abstract ofDay(day: string): Promise<(LossBreach & { flatAt: Date | null })[]>;
  abstract flat(breach: LossBreach, at: Date): Promise<void>;
}
