import {
  type EventStream,
  HistoryUnreadable,
  type NoteUnreadable,
  type RecordedEvent,
  schemaVersionOf,
  type SequencedEvent,
  upcast,
} from '@ome/event-store';
import { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';

export type StoredEvent = { _id: mongo.ObjectId } & Record<string, unknown>;

/** The document to insert for an event, with a new id. */
export function storedEvent<Event extends SequencedEvent>(
  stream: EventStream<Event>,
  event: Event,
): StoredEvent {
  const stored = toBson(event) as object;
  const schemaVersion = schemaVersionOf(stream, event.type);
  return { _id: new mongo.ObjectId(), schemaVersion, ...stream.indexed?.(event), ...stored };
}

/**
 * Reads a stored event, with its id. A document without a schema version is of version 1.
 *
 * @throws HistoryUnreadable if a newer engine wrote it
 */
export function recordedEvent<Event extends SequencedEvent>(
  stream: EventStream<Event>,
  { _id, schemaVersion = 1, ...stored }: mongo.Document,
): RecordedEvent<Event> {
  for (const field of stream.indexFields) delete stored[field];
  const fields = fromBson(stored) as Record<string, unknown>;
  return { id: String(_id), event: upcast(stream, fields, schemaVersion as number) };
}

/** As `recordedEvent`, but an event that cannot be read is noted and gives null. */
export function readableEvent<Event extends SequencedEvent>(
  stream: EventStream<Event>,
  document: mongo.Document,
  note: NoteUnreadable,
): RecordedEvent<Event> | null {
  try {
    return recordedEvent(stream, document);
  } catch (error) {
    if (!(error instanceof HistoryUnreadable)) throw error;
    note(error.place);
    return null;
  }
}
