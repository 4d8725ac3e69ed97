import type { RecordedEvent } from './event-stream';

export type AppendVerdict<Event> =
  | { verdict: 'committed'; eventId: string }
  /** Another event holds the place in the history: fold again, decide again. */
  | { verdict: 'conflict' }
  /** The history has an event that used up an id of this one already. */
  | { verdict: 'duplicate'; holder: Event };

/** Events of one kind: the only commit point and the only truth. */
export abstract class EventStore<Event> {
  /**
   * Resolves once a majority holds the event on disk, or what is in its way.
   *
   * @throws StoreUnavailable where nobody knows
   */
  abstract append(event: Event): Promise<AppendVerdict<Event>>;

  /**
   * All events of a history that a majority holds, oldest first.
   *
   * @throws HistoryUnreadable where they cannot be folded
   */
  abstract readEntries(id: string): Promise<RecordedEvent<Event>[]>;

  /**
   * The events behind a place of a history, oldest first, for whoever has folded those before.
   *
   * @throws HistoryUnreadable where they cannot be folded
   */
  abstract readAfter(id: string, seq: number): Promise<Event[]>;

  /** As `readEntries`, without the ids of the events. */
  async read(id: string): Promise<Event[]> {
    return (await this.readEntries(id)).map(({ event }) => event);
  }
}
