import type { Decimal } from '@ome/domain';
import type { Origin } from '../order-writer';
import type { PositionKey } from '../positions/position-projector';

/** How positions are to be closed. */
export interface ClosingTerms {
  /** Of the closing order, if a single position is closed. */
  clOrdId: string | null;
  /** Null for a market order. */
  price: Decimal | null;
  /** First cancels resting orders that would open the positions again. */
  cancelResting: boolean;
  /** Closes by our own journal, whatever the broker reports. */
  ignoreBroker: boolean;
  /** Orders placed after this may keep resting. */
  askedAt?: Date;
}

/** A request to close positions that is not finished. */
export interface PendingClosing {
  id: string;
  account: string;
  positionIds: readonly string[];
  terms: ClosingTerms;
  origin: Origin;
  at: Date;
  tries: number;
  /** When it goes on; null once it was given up. */
  dueAt: Date | null;
  givenUpAt?: Date;
  /** What was not closed at the last try. */
  waits?: readonly ClosingWait[];
  /** The orders that close its positions, once nothing but their being sent is awaited. */
  sent?: readonly ClosingOrderSent[];
}

/** Why a position was not closed. */
export interface ClosingWait extends PositionKey {
  text: string;
}

export interface ClosingOrderSent {
  positionId: string;
  orderId: string;
}

/** Stored requests that have to wait. */
export abstract class PendingClosings {
  /**
   * A repeat updates the stored request, and the last values win.
   * @returns what was stored before
   */
  abstract keep(asked: PendingClosing): Promise<PendingClosing | null>;
  abstract drop(asked: Pick<PendingClosing, 'id'>): Promise<void>;
  /** The one that is due the longest, reserved until `until`. */
  abstract take(now: Date, until: Date): Promise<PendingClosing | null>;
}

/** Lets one request at a time close positions of a session, across all processes. */
export abstract class ClosingGuard {
  /**
   * @param work gets a function that renews the lock, and throws if it was lost
   * @returns null if another request holds the lock; nothing was done then
   */
  abstract run<T>(
    name: string,
    work: (keep: () => Promise<void>) => Promise<T>,
  ): Promise<{ result: T } | null>;
}

/** Another process took over the lock while this one was paused. */
export class ClosingLost extends Error {
  override readonly name = 'ClosingLost';
}

export interface ClosingTiming {
  /** How long one request waits for orders that must finish before others are sent. */
  waitMs: number;
  pause: (ms: number) => Promise<void>;
}
