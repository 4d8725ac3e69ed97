import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AppendVerdict,
  EventStore,
  type EventStream,
  GroupCommit,
  HistoryUnreadable,
  type NoteUnreadable,
  type RecordedEvent,
  type SequencedEvent,
  StoreUnavailable,
} from '@ome/event-store';
import { mongo } from 'mongoose';
import { CONFIRMED, DECIDED, JOURNALED, NEWEST_OF_PRIMARY } from '../concerns';
import { foundNoConnection } from '../store-health';
import { DUPLICATE_KEY, writeCommand, type WriteReply } from '../write-command';
import { recordedHistory } from './recorded-history';
import { recordedEvent, type StoredEvent, storedEvent } from './stored-event';

const CONFIRM_MS = 5_000;

/** A few batches, about what can be written within a second. */
const MAX_WAITING = 5_000;
/**
 * First events are shed earlier than later ones, so that existing orders and baskets can continue.
 */
const MAX_OPENINGS = 3_000;

export interface EventStoreOptions {
  /** How long to retry a write of unknown outcome before the caller gets StoreUnavailable. */
  verdictTimeoutMs: number;
  maxInFlight: number;
  observeBatch?: (size: number) => void;
  /** Called each time a history that cannot be folded is read. */
  noteUnreadable: NoteUnreadable;
}

/** The outcome of one document of a write; `unknown` if MongoDB gave no answer. */
type WriteOutcome = 'inserted' | 'duplicate' | 'unknown';

/**
 * Events in an insert-only collection, with group commit. It reads from the primary what a majority
 * holds: nobody may decide on an event that may still be rolled back
 * (docs/decisions/0002-the-journal-is-the-truth.md, 0003-group-commit.md).
 */
export class MongoEventStore<Event extends SequencedEvent> extends EventStore<Event> {
  private readonly collection: mongo.Collection;
  private readonly appends: GroupCommit<StoredEvent, AppendVerdict<Event>>;
  private readonly reads: GroupCommit<string, mongo.Document[]>;
  private readonly tails: GroupCommit<Place, mongo.Document[]>;

  constructor(
    db: mongo.Db,
    private readonly stream: EventStream<Event>,
    private readonly options: EventStoreOptions,
  ) {
    super();
    this.collection = db.collection(stream.collection);
    const { maxInFlight, observeBatch } = options;
    this.appends = new GroupCommit((batch) => this.appendBatch(batch), {
      maxBatch: 500,
      maxInFlight,
      maxWaiting: MAX_WAITING,
      ...(observeBatch && { observe: observeBatch }),
    });
    this.reads = new GroupCommit((ids) => this.readBatch(ids), {
      maxBatch: 200,
      maxInFlight: 2,
      maxWaiting: MAX_WAITING,
    });
    this.tails = new GroupCommit((places) => this.readTails(places), {
      maxBatch: 200,
      maxInFlight: 2,
      maxWaiting: MAX_WAITING,
    });
  }

  append(event: Event): Promise<AppendVerdict<Event>> {
    const room = event.seq === 1 ? MAX_OPENINGS : MAX_WAITING;
    return this.appends.submit(storedEvent(this.stream, event), room);
  }

  async readEntries(id: string): Promise<RecordedEvent<Event>[]> {
    const history = recordedHistory(this.stream, await this.reads.submit(id));
    if (!(history instanceof HistoryUnreadable)) return history;
    this.options.noteUnreadable(history.place);
    throw history;
  }

  async readAfter(id: string, seq: number): Promise<Event[]> {
    const tail = seq === 0 ? null : this.tailOf(await this.tails.submit({ id, seq }), seq);
    // A history that cannot be folded is read as a whole, which throws HistoryUnreadable.
    return tail ?? (await this.read(id)).slice(seq);
  }

  async holdersOf(id: string, usedUp: readonly string[]): Promise<Event[]> {
    const { idField, usedUpFields } = this.stream;
    if (usedUp.length === 0 || usedUpFields.length === 0) return [];
    // The type is what the partial indexes of these fields require of a query.
    const held = { $in: [...usedUp], $type: 'string' };
    const $or = usedUpFields.map((field) => ({ [idField]: id, [field]: held }));
    const found = await this.collection.find({ $or }, DECIDED).toArray();
    found.sort((one, other) => one.seq - other.seq);
    try {
      return found.map((document) => recordedEvent(this.stream, document).event);
    } catch (error) {
      if (error instanceof HistoryUnreadable) this.options.noteUnreadable(error.place);
      throw error;
    }
  }

  /** Null if the events do not continue from this sequence number, or cannot be read. */
  private tailOf(documents: readonly mongo.Document[], place: number): Event[] | null {
    try {
      const tail = documents.map((document) => recordedEvent(this.stream, document).event);
      return tail.every(({ seq }, index) => seq === place + index + 1) ? tail : null;
    } catch (error) {
      if (error instanceof HistoryUnreadable) return null;
      throw error;
    }
  }

  /** A document of unknown outcome delays neither its batch nor the next. */
  private async appendBatch(
    documents: StoredEvent[],
  ): Promise<(AppendVerdict<Event> | Promise<AppendVerdict<Event>>)[]> {
    const deadline = Date.now() + this.options.verdictTimeoutMs;
    const outcomes = await this.insert(documents);
    return documents.map((document, index) =>
      outcomes[index] === 'inserted'
        ? committed(document)
        : this.settle(document, outcomes[index], deadline),
    );
  }

  /**
   * Only a reply that accounts for every document gives outcomes.
   *
   * @throws what the driver says where it had no connection: then nothing was sent
   */
  private async insert(documents: StoredEvent[]): Promise<WriteOutcome[]> {
    try {
      return outcomesOf(
        await writeCommand(this.collection, 'insert', documents, JOURNALED),
        documents,
      );
    } catch (error) {
      if (isUncertain(error) && !foundNoConnection(error)) return documents.map(() => 'unknown');
      throw error;
    }
  }

  /**
   * After a reply of unknown outcome, inserts the same document, with the same _id, again until it
   * is stored or the holder of its sequence number is known. A first attempt that is still in
   * flight can then only collide with its own _id.
   */
  private async settle(
    document: StoredEvent,
    first: WriteOutcome,
    deadline: number,
  ): Promise<AppendVerdict<Event>> {
    let outcome = first;
    for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1_000)) {
      if (outcome === 'inserted') return committed(document);
      const verdict = outcome === 'duplicate' ? await this.verdictOfHolder(document) : null;
      if (verdict) return verdict;
      if (Date.now() >= deadline) {
        throw new StoreUnavailable('MongoDB did not confirm whether the event was stored');
      }
      await sleep(delayMs);
      outcome = await this.insertAgain(document);
    }
  }

  /** What was sent before may still be stored, whether or not there is a connection now. */
  private async insertAgain(document: StoredEvent): Promise<WriteOutcome> {
    try {
      return (await this.insert([document]))[0];
    } catch (error) {
      if (foundNoConnection(error)) return 'unknown';
      throw error;
    }
  }

  /**
   * Finds out which document finally holds the sequence number: our own is a success, another one
   * is a conflict. Null if that is not known yet, or if the holder was rolled back.
   */
  private async verdictOfHolder(document: StoredEvent): Promise<AppendVerdict<Event> | null> {
    try {
      const holders = await this.collidingWith(document);
      const own = holders.find(({ _id }) => document._id.equals(_id));
      const other = holders.find((holder) => this.sharesUniqueField(document, holder));
      const holder = own ?? other ?? holders.at(0);
      if (!holder || !(await this.isConfirmed(holder._id))) return null;
      if (own) return committed(document);
      if (!other) return { verdict: 'conflict' };
      return { verdict: 'duplicate', holder: recordedEvent(this.stream, other).event };
    } catch (error) {
      if (isUncertain(error)) return null;
      throw error;
    }
  }

  private collidingWith(document: StoredEvent): Promise<mongo.WithId<mongo.Document>[]> {
    const { idField, usedUpFields } = this.stream;
    const used = usedUpFields.filter((field) => typeof document[field] === 'string');
    const places = ['seq', ...used].map((field) => ({ [field]: document[field] }));
    return this.collection
      .find({ [idField]: document[idField], $or: places }, NEWEST_OF_PRIMARY)
      .toArray();
  }

  private sharesUniqueField(document: StoredEvent, holder: mongo.Document): boolean {
    return this.stream.usedUpFields.some(
      (field) => typeof document[field] === 'string' && document[field] === holder[field],
    );
  }

  private async isConfirmed(_id: mongo.ObjectId): Promise<boolean> {
    const found = await this.collection.findOne(
      { _id },
      { ...CONFIRMED, projection: { _id: 1 }, maxTimeMS: CONFIRM_MS },
    );
    return found !== null;
  }

  private async readBatch(ids: string[]): Promise<mongo.Document[][]> {
    const { idField } = this.stream;
    const histories = new Map<unknown, mongo.Document[]>(ids.map((id) => [id, []]));
    const cursor = this.collection
      .find({ [idField]: { $in: [...histories.keys()] } }, DECIDED)
      .sort({ [idField]: 1, seq: 1 });
    for await (const document of cursor) histories.get(document[idField])!.push(document);
    return ids.map((id) => histories.get(id)!);
  }

  private async readTails(places: Place[]): Promise<mongo.Document[][]> {
    const { idField } = this.stream;
    const filters = places.map(({ id, seq }) => ({ [idField]: id, seq: { $gt: seq } }));
    const found = await this.collection.find({ $or: filters }, DECIDED).toArray();
    found.sort((one, other) => one.seq - other.seq);
    const tails = new Map<unknown, mongo.Document[]>(places.map(({ id }) => [id, []]));
    for (const document of found) tails.get(document[idField])!.push(document);
    // Two callers may ask for one history from different sequence numbers.
    return places.map(({ id, seq: place }) => tails.get(id)!.filter(({ seq }) => seq > place));
  }
}

/** A history, read up to an event. */
interface Place {
  id: string;
  seq: number;
}

const committed = ({ _id }: StoredEvent) => ({
  verdict: 'committed' as const,
  eventId: _id.toHexString(),
});

function outcomesOf(
  { n, writeErrors, writeConcernError }: WriteReply,
  documents: StoredEvent[],
): WriteOutcome[] {
  const accounted = n + writeErrors.length === documents.length;
  const duplicates = writeErrors.every(({ code }) => code === DUPLICATE_KEY);
  if (!accounted || !duplicates || writeConcernError) return documents.map(() => 'unknown');
  const outcomes = documents.map((): WriteOutcome => 'inserted');
  for (const { index } of writeErrors) outcomes[index] = 'duplicate';
  return outcomes;
}

/** Network errors and errors of a store without a primary; anything else is a bug. */
const isUncertain = (error: unknown): boolean =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  error instanceof mongo.MongoServerError ||
  error instanceof mongo.MongoNotConnectedError ||
  error instanceof mongo.MongoTopologyClosedError ||
  foundNoConnection(error);
