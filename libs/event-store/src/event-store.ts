import type { RecordedEvent } from './event-stream';

export type AppendVerdict<Event> =
  | { verdict: 'committed'; eventId: string }
  /** Another event has this sequence number: fold and decide again. */
  | { verdict: 'conflict' }
  /** An earlier event of the history already used up an id of this one. */
  | { verdict: 'duplicate'; holder: Event };

/** Events of one kind: the only commit point, and the only source of truth. */
export abstract class EventStore<Event> {
  /**
   * Resolves once a majority holds the event on disk, or with what prevents it.
   *
   * @throws StoreUnavailable if the outcome is unknown
   */
  abstract append(event: Event): Promise<AppendVerdict<Event>>;

  /**
   * All events of a history that a majority holds, oldest first.
   *
   * @throws HistoryUnreadable if they cannot be folded
   */
  abstract readEntries(id: string): Promise<RecordedEvent<Event>[]>;

  /**
   * The events after a sequence number, oldest first, for callers that have folded those before.
   *
   * @throws HistoryUnreadable if they cannot be folded
   */
  abstract readAfter(id: string, seq: number): Promise<Event[]>;

  /**
   * The events of a history that used up one of these ids, oldest first; few, however long it is.
   *
   * @throws HistoryUnreadable if they cannot be read
   */
  abstract holdersOf(id: string, usedUp: readonly string[]): Promise<Event[]>;

  /** Like `readEntries`, without the ids of the events. */
  async read(id: string): Promise<Event[]> {
    return (await this.readEntries(id)).map(({ event }) => event);
  }
}
