import {
  brokenPlaceIn,
  type EventStream,
  HistoryUnreadable,
  type NoteUnreadable,
  type RecordedEvent,
  type SequencedEvent,
} from '@ome/event-store';
import type { mongo } from 'mongoose';
import { DECIDED } from '../concerns';
import { recordedEvent } from './stored-event';

/** Reads a whole history, or returns why it cannot be folded. */
export function recordedHistory<Event extends SequencedEvent>(
  stream: EventStream<Event>,
  documents: readonly mongo.Document[],
): RecordedEvent<Event>[] | HistoryUnreadable {
  try {
    const history = documents.map((document) => recordedEvent(stream, document));
    return brokenPlaceIn(stream, history) ?? history;
  } catch (error) {
    if (error instanceof HistoryUnreadable) return error;
    throw error;
  }
}

/**
 * Reads all histories of a stream one after another; those that cannot be folded are noted and
 * skipped.
 */
export async function* recordedHistories<Event extends SequencedEvent>(
  db: mongo.Db,
  stream: EventStream<Event>,
  note: NoteUnreadable,
): AsyncGenerator<RecordedEvent<Event>[]> {
  for await (const documents of histories(db.collection(stream.collection), stream.idField)) {
    const history = recordedHistory(stream, documents);
    if (history instanceof HistoryUnreadable) note(history.place);
    else yield history;
  }
}

async function* histories(
  events: mongo.Collection,
  idField: string,
): AsyncGenerator<mongo.Document[]> {
  let history: mongo.Document[] = [];
  for await (const document of events.find({}, DECIDED).sort({ [idField]: 1, seq: 1 })) {
    if (history.length > 0 && history[0][idField] !== document[idField]) {
      yield history;
      history = [];
    }
    history.push(document);
  }
  if (history.length > 0) yield history;
}
