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

/** Positions as they are stored. */
export abstract class PositionReader {
  /** By key fields, and by whether they are flat. */
  abstract find(filter: Partial<PositionKey> & { open?: boolean }): Promise<KnownPosition[]>;
}

/** Announces the state of positions to current listeners. */
export abstract class PositionAnnouncer {
  /** Rejects if the announcement failed. */
  abstract announce(positions: readonly KnownPosition[]): Promise<void>;
}
