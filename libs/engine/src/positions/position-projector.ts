import type { Position } from '@ome/domain';
import type { JournalEntry } from '../journal';

/** What parts one position from another. */
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
   * Counts what these events did to executions; events that were counted before change nothing.
   *
   * @returns every position that the events are about, changed or not, as a majority holds it
   */
  abstract project(entries: JournalEntry[]): Promise<KnownPosition[]>;
  /** Counts all executions of these orders, for whoever cannot wait for the feed. */
  abstract include(orderIds: string[]): Promise<void>;
}

/** Positions as they are stored. */
export abstract class PositionReader {
  /** By what parts them, and whether they are flat. */
  abstract find(filter: Partial<PositionKey> & { open?: boolean }): Promise<KnownPosition[]>;
}

/** Tells whoever listens how positions stand. */
export abstract class PositionAnnouncer {
  /** Rejects where it could not be told. */
  abstract announce(positions: readonly KnownPosition[]): Promise<void>;
}
