import { HistoryUnreadable } from './faults';

/** What every event has: its place in one history. */
export interface SequencedEvent {
  type: string;
  /** 1 for the event that opens a history, then without gaps. */
  seq: number;
  at: Date;
}

/** An event with the id that the store gave it. */
export interface RecordedEvent<Event> {
  id: string;
  event: Event;
}

/** One kind of history: how its events are told apart and what they must be like. */
export interface EventStream<Event extends SequencedEvent> {
  /** What one history belongs to, for people: `order`. */
  name: string;
  collection: string;
  /** The field that names the history of an event. */
  idField: Extract<keyof Event, string>;
  /** Fields whose text is used up once per history. */
  usedUpFields: readonly string[];
  /** The event that every history begins with, and no other. */
  opening: Event['type'];
  /** What is stored beside an event so that queries find it. */
  indexed?: (event: Event) => Record<string, unknown>;
  indexFields: readonly string[];
}

/** Whether a whole history can be folded: it begins as it must and has no gap. */
export function unreadableIn<Event extends SequencedEvent>(
  { name, idField, opening }: EventStream<Event>,
  history: readonly RecordedEvent<Event>[],
): HistoryUnreadable | null {
  for (const [index, { event }] of history.entries()) {
    const seq = index + 1;
    const isOpening = event.type === opening;
    if (event.seq === seq && isOpening === (seq === 1)) continue;
    const reason =
      event.seq !== seq
        ? `event ${seq} is missing`
        : isOpening
          ? `${opening} comes again`
          : `it begins with ${event.type}, not ${opening}`;
    return new HistoryUnreadable({ stream: name, id: String(event[idField]), seq, reason });
  }
  return null;
}
