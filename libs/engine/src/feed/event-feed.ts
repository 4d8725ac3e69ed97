import type { OrderEvent } from '@ome/domain';
import type { JournalEntry } from '../journal';

export interface FeedEntry extends JournalEntry {
  /** The position just after this event. Cursors sort as text, in feed order. */
  cursor: string;
}

export interface FeedPage {
  entries: FeedEntry[];
  /** After everything that was read; an empty page may still advance it. */
  nextCursor: string;
}

/** What was booked after a cursor. */
export interface ReadPage extends FeedPage {
  /** Whether nothing more had been booked when it was read. */
  isEnd: boolean;
}

/** The oldest events after a cursor are gone from the store's log. */
export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

/** A cursor that this feed never handed out. */
export class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid';
}

/** All events in the single order in which a majority of the store accepted them. */
export abstract class EventFeed {
  /** The cursor of the current end. */
  abstract end(): Promise<string>;
  /**
   * When the store had come to a cursor, by its own clock; also of one that has expired.
   *
   * @throws CursorInvalid
   */
  abstract timeOf(cursor: string): Date;
  /** @param after null for the very beginning */
  abstract page(after: string | null, limit: number): Promise<ReadPage>;
  /** Batches as they arrive, until `stop` aborts; only events of these types, if any are given. */
  abstract subscribe(
    after: string,
    stop: AbortSignal,
    types?: readonly OrderEvent['type'][],
  ): AsyncIterable<FeedPage>;
}
