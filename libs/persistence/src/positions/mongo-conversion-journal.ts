import {
  type AskedConversion,
  type Conversion,
  ConversionJournal,
  type KnownPosition,
} from '@ome/engine';
import { inBatches, type NoteUnreadable } from '@ome/event-store';
import { type Connection, mongo } from 'mongoose';
import { type EventStoreOptions, MongoEventStore } from '../event-store/mongo-event-store';
import { readableEvent } from '../event-store/stored-event';
import { DUPLICATE_KEY } from '../write-command';
import { CONVERSION_STREAM, type ConversionEvent } from './conversion-stream';
import { inTransaction } from './mongo-position-projector';

const AT_ONCE = 100;

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

  async request(conversion: Conversion): Promise<boolean> {
    const requested = { ...conversion, seq: 1, type: 'ConversionRequested' } as const;
    return (await this.store.append(requested)).verdict === 'committed';
  }

  async find(conversionId: string): Promise<AskedConversion | null> {
    const events = (await this.store.readEntries(conversionId)).map(({ event }) => event);
    const [asked] = events;
    if (!asked) return null;
    const { seq: _seq, type: _type, ...conversion } = asked;
    for (const event of events) {
      if (event.type === 'Converted') return { conversion, outcome: { kind: 'converted' } };
      if (event.type === 'ConversionRefused') {
        return { conversion, outcome: { kind: 'refused', text: event.text } };
      }
    }
    return { conversion, outcome: null };
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
    const asked = this.events
      .find({ link, session, type: 'ConversionRequested', hasOutcome: null })
      .sort({ at: 1 });
    const pending: Conversion[] = [];
    for await (const batch of inBatches(asked, AT_ONCE)) {
      const settled = await this.settled(batch.map(({ conversionId }) => conversionId as string));
      const open = batch.filter(({ conversionId }) => !settled.has(conversionId as string));
      const { noteUnreadable } = this.options;
      pending.push(...open.flatMap((document) => conversionOf(document, noteUnreadable) ?? []));
    }
    return pending;
  }

  /** Those that have an outcome, which are marked so that no later query reads them again. */
  private async settled(ids: string[]): Promise<Set<string>> {
    const outcomes = await this.events
      .find({ conversionId: { $in: ids }, seq: 2 })
      .project({ conversionId: 1 })
      .toArray();
    const settled = outcomes.map(({ conversionId }) => conversionId as string);
    if (settled.length > 0) {
      const requests = { conversionId: { $in: settled }, seq: 1 };
      await this.events.updateMany(requests, { $set: { hasOutcome: true } });
    }
    return new Set(settled);
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
