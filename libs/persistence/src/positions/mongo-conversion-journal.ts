import { type Conversion, ConversionJournal, type KnownPosition } from '@ome/engine';
import type { NoteUnreadable } from '@ome/event-store';
import { type Connection, mongo } from 'mongoose';
import { type EventStoreOptions, MongoEventStore } from '../event-store/mongo-event-store';
import { readableEvent } from '../event-store/stored-event';
import { DUPLICATE_KEY } from '../write-command';
import { CONVERSION_STREAM, type ConversionEvent } from './conversion-stream';
import { inTransaction } from './mongo-position-projector';

/** More conversions than a session ever has without an outcome. */
const MAX_PENDING = 100;
/** Older requests have been resolved by people. */
const PENDING_MS = 7 * 86_400_000;

/** The conversion journal. `convert` updates the positions in the same transaction. */
export class MongoConversionJournal extends ConversionJournal {
  private readonly store: MongoEventStore<ConversionEvent>;

  constructor(
    private readonly connection: Connection,
    private readonly timeZone: string,
    private readonly options: EventStoreOptions,
  ) {
    super();
    this.store = new MongoEventStore(connection.db!, CONVERSION_STREAM, options);
  }

  async request(conversion: Conversion): Promise<void> {
    await this.store.append({ ...conversion, seq: 1, type: 'ConversionRequested' });
  }

  /** If there is an outcome already, it stays. */
  async refuse(conversion: Conversion, text: string): Promise<void> {
    await this.store.append({ ...conversion, seq: 2, type: 'ConversionRefused', text });
  }

  async convert(conversion: Conversion): Promise<KnownPosition[] | null> {
    try {
      return await inTransaction(this.connection, this.timeZone, (store) =>
        store.convert(conversion),
      );
    } catch (error) {
      if (isTaken(error)) return null;
      throw error;
    }
  }

  async pending({ link, session }: { link: string; session: string }): Promise<Conversion[]> {
    const since = new Date(Date.now() - PENDING_MS);
    const asked = await this.events
      .find({ link, session, at: { $gte: since }, type: 'ConversionRequested' })
      .sort({ at: -1 })
      .limit(MAX_PENDING)
      .toArray();
    const ids = asked.map(({ conversionId }) => conversionId as string);
    const settled = await this.events
      .find({ conversionId: { $in: ids }, seq: 2 })
      .project({ conversionId: 1 })
      .toArray();
    const known = new Set(settled.map(({ conversionId }) => conversionId as string));
    return asked
      .filter(({ conversionId }) => !known.has(conversionId as string))
      .flatMap((document) => conversionOf(document, this.options.noteUnreadable) ?? [])
      .reverse();
  }

  private get events() {
    return this.connection.db!.collection(CONVERSION_STREAM.collection);
  }
}

function conversionOf(document: mongo.Document, note: NoteUnreadable): Conversion | null {
  const found = readableEvent(CONVERSION_STREAM, document, note);
  if (!found) return null;
  const { seq: _seq, type: _type, ...conversion } = found.event;
  return conversion;
}

const isTaken = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
