import type { Decimal } from '@ome/domain';
import type { Origin } from '../order-writer';

/** How positions are to be closed. */
export interface ClosingTerms {
  /** Of the closing order, where one position is closed. */
  clOrdId: string | null;
  /** Null for a market order. */
  price: Decimal | null;
  /** Cancels first what rests and would open the positions again. */
  cancelResting: boolean;
  /** Closes by our own books, whatever the broker's say. */
  ignoreBroker: boolean;
  /** What was placed later may rest. */
  askedAt?: Date;
}

/** A request to close positions that nobody is done with. */
export interface AskedClosing {
  id: string;
  account: string;
  positionIds: readonly string[];
  terms: ClosingTerms;
  origin: Origin;
  at: Date;
  tries: number;
  dueAt: Date;
}

/** Requests that have to wait, as they are stored. */
export abstract class AskedClosings {
  /** The same request is kept once; what is said of it last stands. */
  abstract keep(asked: AskedClosing): Promise<void>;
  abstract drop(asked: Pick<AskedClosing, 'id'>): Promise<void>;
  /** The one that is due for the longest, for nobody else until `until`. */
  abstract take(now: Date, until: Date): Promise<AskedClosing | null>;
}

/** Lets one request at a time close positions of a session, whichever process has it. */
export abstract class ClosingGuard {
  /**
   * @param work gets a function that holds on to the right, and throws where it was lost
   * @returns null where others keep it for themselves; nothing was done then
   */
  abstract run<T>(
    name: string,
    work: (keep: () => Promise<void>) => Promise<T>,
  ): Promise<{ result: T } | null>;
}

/** Another process took the right to close over, as this one stood still. */
export class ClosingLost extends Error {
  override readonly name = 'ClosingLost';
}

export interface ClosingTiming {
  /** How long one request waits for orders that have to be over before others are sent. */
  waitMs: number;
  pause: (ms: number) => Promise<void>;
}
