import type { EventStream, RecordedEvent, SequencedEvent } from '@ome/event-store';
import { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';

export type StoredEvent = { _id: mongo.ObjectId } & Record<string, unknown>;

/** An event as it is inserted, under an id of its own. */
export function storedEvent<Event extends SequencedEvent>(
  stream: EventStream<Event>,
  event: Event,
): StoredEvent {
  const stored = toBson(event) as object;
  return { _id: new mongo.ObjectId(), ...stored, ...stream.indexed?.(event) };
}

/** A stored event as the domain knows it, with its id. */
export function recordedEvent<Event extends SequencedEvent>(
  { indexFields }: EventStream<Event>,
  { _id, ...stored }: mongo.Document,
): RecordedEvent<Event> {
  for (const field of indexFields) delete stored[field];
  return { id: String(_id), event: fromBson(stored) as Event };
}
