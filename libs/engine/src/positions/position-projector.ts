import type { Position } from '@ome/domain';
import type { JournalEntry } from '../journal';

/** The fields that identify a position. */
export interface PositionKey {
  account: string;
  exchange: string;
  symbol: string;
  product: string | null;
  link: string;
}

export interface KnownPosition extends PositionKey {
  id: string;
  position: Position;
  /** Rises with every change. */
  version: number;
  updatedAt: Date;
}

/** Positions as the fold of all executions. */
export abstract class PositionProjector {
  /**
   * Applies these events' executions; events that were counted before change nothing.
   *
   * @returns every position that the events are about, changed or not, as a majority holds it
   */
  abstract project(entries: JournalEntry[]): Promise<KnownPosition[]>;
  /** Counts all executions of these orders, for callers that cannot wait for the feed. */
  abstract include(orderIds: string[]): Promise<void>;
}

/** Brings positions up to what is booked, for whoever cannot wait for the feed. */
export abstract class BookedPositions {
  /**
   * Counts all that was booked of an account before the call.
   *
   * @returns false where positions are too far behind: they are left as they are
   */
  abstract catchUp(account: string): Promise<boolean>;
}

/** Positions as they are stored. */
export abstract class PositionReader {
  /** By key fields, and by whether they are flat. */
  abstract find(filter: Partial<PositionKey> & { open?: boolean }): Promise<KnownPosition[]>;
  /** Of these ids, whether or not they are flat or expired. */
  abstract byIds(ids: readonly string[]): Promise<KnownPosition[]>;
}

/** Announces the state of positions to current listeners. */
export abstract class PositionAnnouncer {
  /** Rejects if the announcement failed. */
  abstract announce(positions: readonly KnownPosition[]): Promise<void>;
}
