import type { OrderEvent } from '@ome/domain';
import type { JournalEntry } from './journal';

export interface FeedEntry extends JournalEntry {
  /** The place in the feed right behind this event. Cursors sort as text, as their places do. */
  cursor: string;
}

export interface FeedPage {
  entries: FeedEntry[];
  /** Behind everything that was looked at; an empty page may still move it on. */
  nextCursor: string;
}

/** The oldest events behind a cursor are gone from the store's log. */
export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

/** A cursor that this feed never handed out. */
export class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid';
}

/** All events in the one order in which a majority of the store took them. */
export abstract class EventFeed {
  /** The cursor of this moment. */
  abstract end(): Promise<string>;
  /** @param after null for the beginning of the engine's life */
  abstract page(after: string | null, limit: number): Promise<FeedPage>;
  /** Batches as they come, until `stop` aborts; only events of these types, where any are named. */
  abstract follow(
    after: string,
    stop: AbortSignal,
    types?: readonly OrderEvent['type'][],
  ): AsyncIterable<FeedPage>;
}
