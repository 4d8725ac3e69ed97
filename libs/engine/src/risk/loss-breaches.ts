import type { Decimal } from '@ome/domain';

/** An account that reached its daily loss limit and is flattened. */
export interface LossBreach {
  account: string;
  /** The market's day, YYYY-MM-DD. */
  day: string;
  limit: Decimal;
  result: Decimal;
  at: Date;
}

/** The accounts flattened, or being flattened, on a day. Stored, so that it happens once a day. */
export abstract class LossBreaches {
  /** Accounts with trades on the day; only these can have a loss. */
  abstract traders(day: string): Promise<string[]>;
  /** Records a breach, and an audit entry, unless that account and day has one. */
  abstract add(breach: LossBreach): Promise<void>;
  /** Breaches of a day: accounts that are flat again, and accounts still being flattened. */
  abstract ofDay(day: string): Promise<(LossBreach & { flatAt: Date | null })[]>;
  abstract flat(breach: LossBreach, at: Date): Promise<void>;
}
