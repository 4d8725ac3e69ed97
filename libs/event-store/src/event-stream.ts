import { HistoryUnreadable, type UnreadablePlace } from './faults';

/** The fields of every event: its place in one history. */
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

type Fields = Record<string, unknown>;

/** Lifts the fields of an event from one schema version to the next. */
export type Upcaster = (event: Fields) => Fields;

/**
 * The upcasters of each event type, that of the oldest version first. A type starts at version 1,
 * and each upcaster raises its version by one.
 */
export type Upcasters<Type extends string> = Readonly<Record<Type, readonly Upcaster[]>>;

/** One kind of history: how its events are identified and what they must look like. */
export interface EventStream<Event extends SequencedEvent> {
  /** What one history belongs to, for people: `order`. */
  name: string;
  collection: string;
  /** The field that identifies the history of an event. */
  idField: Extract<keyof Event, string>;
  /** Fields whose values can be used once per history. */
  usedUpFields: readonly string[];
  /**
   * The event type that begins every history, and occurs nowhere else; left out if there are
   * several.
   */
  opening?: Event['type'];
  /** Every event type that this version of the engine knows. */
  upcasters: Upcasters<Event['type']>;
  /** Fields stored beside an event, for queries. */
  indexed?: (event: Event) => Record<string, unknown>;
  indexFields: readonly string[];
}

/** The version in which events of a type are written. */
export const schemaVersionOf = <Event extends SequencedEvent>(
  { upcasters }: EventStream<Event>,
  type: Event['type'],
): number => upcasters[type].length + 1;

/**
 * An event in its current form, whichever version it was written in.
 *
 * @throws HistoryUnreadable if a newer engine wrote it
 */
export function upcast<Event extends SequencedEvent>(
  stream: EventStream<Event>,
  fields: Fields,
  schemaVersion: number,
): Event {
  const type = fields.type as Event['type'];
  if (!Object.hasOwn(stream.upcasters, type)) {
    throw unreadable(stream, fields, 'newer', `this engine does not know events of type ${type}`);
  }
  const known = schemaVersionOf(stream, type);
  if (schemaVersion > known) {
    const reason = `${type} is in schema version ${schemaVersion}, and this engine knows ${known}`;
    throw unreadable(stream, fields, 'newer', reason);
  }
  const lifts = stream.upcasters[type].slice(schemaVersion - 1);
  return lifts.reduce((event, lift) => lift(event), fields) as unknown as Event;
}

const unreadable = (
  { name, idField }: { name: string; idField: string },
  { [idField]: id, seq }: Fields,
  kind: UnreadablePlace['kind'],
  reason: string,
) => new HistoryUnreadable({ stream: name, id: String(id), seq: Number(seq), kind, reason });

/** Where a history cannot be folded, because it begins wrongly or has a gap; null if it can. */
export function brokenPlaceIn<Event extends SequencedEvent>(
  stream: EventStream<Event>,
  history: readonly RecordedEvent<Event>[],
): HistoryUnreadable | null {
  for (const [index, { event }] of history.entries()) {
    const seq = index + 1;
    const { [stream.idField]: id } = event;
    const reason = event.seq === seq ? misplaced(stream, event) : `event ${seq} is missing`;
    if (reason) return unreadable(stream, { [stream.idField]: id, seq }, 'broken', reason);
  }
  return null;
}

function misplaced<Event extends SequencedEvent>(
  { opening }: EventStream<Event>,
  { type, seq }: Event,
): string | null {
  if (opening === undefined || (type === opening) === (seq === 1)) return null;
  return seq === 1 ? `it begins with ${type}, not ${opening}` : `${opening} comes again`;
}
