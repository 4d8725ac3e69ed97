import type { Page } from '@ome/contracts';
import type { UnreadableRow } from '../broker-book';

/** What a broker and this engine disagree on. */
export type DifferenceKind =
  /** Something was missing here and has been booked. */
  | 'booked'
  /** An open order of ours that is missing in the broker's order book. */
  | 'missingAtBroker'
  /** An order at the broker that was not placed here; `done` says whether it was taken over. */
  | 'foreignOrder'
  /** An order that cannot be compared yet, or a row of the broker that cannot be read. */
  | 'notCompared'
  | 'ordStatus'
  /** Quantity or price of an order. */
  | 'terms'
  | 'cumQty'
  | 'position';

export interface Difference {
  kind: DifferenceKind;
  orderId: string | null;
  brokerOrderId: string | null;
  symbol: string | null;
  exchange: string | null;
  /** Of a position. */
  product?: string | null;
  ours: string | null;
  theirs: string | null;
  /** What was done about it, for people. */
  done: string;
}

/** A broker's row that is kept for ops, because nobody can read it. */
export const unreadableRow = (row: UnreadableRow): Difference => ({
  kind: 'notCompared',
  orderId: null,
  brokerOrderId: row.brokerOrderId,
  symbol: row.symbol,
  exchange: row.exchange,
  ours: null,
  theirs: null,
  done: `Kept for ops: a row of an ${row.kind} cannot be read: ${row.why}`,
});

export interface KnownDifference extends Difference {
  id: string;
  link: string;
  session: string;
  firstSeenAt: string;
  lastSeenAt: string;
  /** When a reconciliation no longer found it; null while it persists. */
  settledAt: string | null;
}

export interface DifferenceFilter {
  link?: string;
  session?: string;
  kind?: string;
  open?: boolean;
}

/** What reconciliations found. */
export abstract class Differences {
  /**
   * Records the findings of one run; earlier open ones of the session that are absent are settled.
   */
  abstract note(
    session: { link: string; session: string },
    at: Date,
    found: readonly Difference[],
  ): Promise<void>;
  /** Newest first. */
  abstract page(
    filter: DifferenceFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<KnownDifference>>;
}
