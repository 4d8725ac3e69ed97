import { setImmediate } from 'node:timers/promises';
import {
  InstrumentMaster,
  type ListedInstruments,
  SAMPLE_SOURCE,
  type Superseded,
  type WrittenInstruments,
} from '@ome/engine';
import type { mongo } from 'mongoose';
import { MAJORITY } from '../concerns';
import { DUPLICATE_KEY, writeCommand } from '../write-command';
import { type InstrumentDocument, instrumentDocument, withDatesOf } from './instrument.document';

const BATCH = 1_000;
/** One batch is prepared while the store writes another. */
const BATCHES_AT_ONCE = 2;

/** How many rows are prepared before the event loop gets its turn, a few milliseconds' work. */
const ROWS_PER_TURN = 250;

/** Writes the instrument master. */
export class InstrumentStore extends InstrumentMaster {
  constructor(private readonly collection: mongo.Collection<InstrumentDocument>) {
    super();
  }

  /** Unchanged rows are not written, which keeps the daily import cheap. */
  async write(
    { broker, source, rows, validFrom }: ListedInstruments,
    onProgress: (written: number, of: number) => void = () => undefined,
  ): Promise<WrittenInstruments> {
    const known = await this.digests(broker);
    const news = new Map<string, InstrumentDocument>();
    const listed = new Set<string>();
    for (const [index, facts] of rows.entries()) {
      const document = instrumentDocument(facts, source, validFrom);
      listed.add(document._id);
      if (known.get(document._id) === document.digest) news.delete(document._id);
      else news.set(document._id, document);
      if (index % ROWS_PER_TURN === 0) await setImmediate();
    }
    await this.putAll([...news.values()], known, onProgress);
    return { written: news.size, listed };
  }

  async removeUnlisted(broker: string, { sources, listed, today }: Superseded): Promise<number> {
    const superseded = [...sources, SAMPLE_SOURCE];
    const candidates = this.collection
      .find(
        { broker, $or: [{ source: { $in: superseded } }, { expiry: { $lt: today } }] },
        { batchSize: BATCH },
      )
      .project<{ _id: string }>({ _id: 1 });
    const gone: string[] = [];
    for await (const { _id } of candidates) if (!listed.has(_id)) gone.push(_id);
    for (let begin = 0; begin < gone.length; begin += BATCH) {
      await this.collection.deleteMany({ _id: { $in: gone.slice(begin, begin + BATCH) } });
    }
    return gone.length;
  }

  async hasOwn(broker: string): Promise<boolean> {
    const own = { broker, source: { $ne: SAMPLE_SOURCE } };
    return (await this.collection.findOne(own, { projection: { _id: 1 } })) !== null;
  }

  private async digests(broker: string): Promise<Map<string, string>> {
    const found = this.collection
      .find({ broker }, { batchSize: BATCH })
      .project<{ _id: string; digest: string }>({ _id: 1, digest: 1 });
    const digests = new Map<string, string>();
    for await (const { _id, digest } of found) digests.set(_id, digest);
    return digests;
  }

  private async putAll(
    documents: InstrumentDocument[],
    known: ReadonlyMap<string, string>,
    onProgress: (written: number, of: number) => void,
  ): Promise<void> {
    let written = 0;
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < documents.length) {
        const batch = documents.slice(next, (next += BATCH));
        await this.insert(batch.filter(({ _id }) => !known.has(_id)));
        await this.put(await this.dated(batch.filter(({ _id }) => known.has(_id))));
        onProgress((written += batch.length), documents.length);
      }
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  }

  /** Adds the known terms of other days: a file may contain terms that apply from a later day. */
  private async dated(documents: InstrumentDocument[]): Promise<InstrumentDocument[]> {
    if (documents.every(({ validFrom }) => validFrom === undefined)) return documents;
    const ids = documents.map(({ _id }) => _id);
    const found = await this.collection.find({ _id: { $in: ids } }).toArray();
    const replaced = new Map(found.map((document) => [document._id, document]));
    return documents.map((document) => {
      const before = replaced.get(document._id);
      return before ? withDatesOf(document, before) : document;
    });
  }

  /**
   * Inserting takes less than half as long as upserting. Rows that another import added meanwhile
   * are upserted.
   */
  private async insert(documents: InstrumentDocument[]): Promise<void> {
    if (documents.length === 0) return;
    const { writeErrors } = await writeCommand(this.collection, 'insert', documents, MAJORITY);
    const fault = writeErrors.find(({ code }) => code !== DUPLICATE_KEY);
    if (fault) throw notAllWritten(fault.errmsg);
    await this.put(writeErrors.map(({ index }) => documents[index]));
  }

  private async put(documents: InstrumentDocument[]): Promise<void> {
    if (documents.length === 0) return;
    const updates = documents.map((u) => ({ q: { _id: u._id }, u, upsert: true }));
    const reply = await writeCommand(this.collection, 'update', updates, MAJORITY);
    const fault = reply.writeErrors[0]?.errmsg;
    if (fault) throw notAllWritten(fault);
  }
}

const notAllWritten = (fault: string): Error =>
  new Error(`Not all instruments were written: ${fault}`);
