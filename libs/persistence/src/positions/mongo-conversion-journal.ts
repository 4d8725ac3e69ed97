import { type Conversion, ConversionJournal, type KnownPosition } from '@ome/engine';
import { type Connection, mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { DUPLICATE_KEY } from '../write-command';
import { inTransaction } from './mongo-position-book';

const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const;
/** More than a session ever has without an outcome. */
const MAX_PENDING = 100;
/** What asked for a conversion that long ago has been settled by people. */
const PENDING_MS = 7 * 86_400_000;

/** Conversions beside the positions that are folds of them. */
export class MongoConversionJournal extends ConversionJournal {
  constructor(
    private readonly connection: Connection,
    private readonly timeZone: string,
  ) {
    super();
  }

  async request(conversion: Conversion): Promise<void> {
    await this.events.insertOne(eventOf(conversion, 1, 'ConversionRequested'), MAJORITY);
  }

  async refuse(conversion: Conversion, text: string): Promise<void> {
    const event = { ...eventOf(conversion, 2, 'ConversionRefused'), text };
    try {
      await this.events.insertOne(event, MAJORITY);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
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
      .map(conversionOf)
      .reverse();
  }

  private get events() {
    return this.connection.db!.collection('conversion_events');
  }
}

const eventOf = (conversion: Conversion, seq: number, type: string) => ({
  _id: new mongo.ObjectId(),
  ...(toBson(conversion) as object),
  seq,
  type,
});

const conversionOf = ({ _id, seq: _seq, type: _type, ...conversion }: mongo.Document): Conversion =>
  fromBson(conversion) as Conversion;

const isTaken = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
