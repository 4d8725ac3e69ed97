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
const BATCHES_AT_ONCE = 2;
/** Writes the instrument master. */
export class InstrumentStore extends InstrumentMaster {
  constructor(private readonly collection: mongo.Collection<InstrumentDocument>) {
    super();
  }

  /**
   * Unchanged rows are not written, which keeps the daily import cheap. Rows are read while the
   * store writes those before them.
   */
  async write(
    { broker, source, rows, validFrom }: ListedInstruments,
    onProgress: (written: number) => void = () => undefined,
  ): Promise<WrittenInstruments> {
    const known = await this.digests(broker);
    const listed = new Set<string>();
    const news = new Set<string>();
    let batch = new Map<string, InstrumentDocument>();
    const writing = new Set<Promise<void>>();
    let written = 0;
    const put = async (): Promise<void> => {
      const documents = [...batch.values()];
      batch = new Map();
      if (writing.size === BATCHES_AT_ONCE) await Promise.race(writing);
      // The last of several rows of one instrument has to be written last.
      if (documents.some(({ _id }) => news.has(_id))) await Promise.all(writing);
      const before = news.size;
      for (const { _id } of documents) news.add(_id);
      const more = news.size - before;
      const batchWritten = this.putBatch(documents, known).then(() => {
        writing.delete(batchWritten);
        onProgress((written += more));
      });
      writing.add(batchWritten);
      // A failure is thrown where the batches are awaited.
      batchWritten.catch(() => undefined);
    };
    for await (const facts of rows) {
      const document = instrumentDocument(facts, source, validFrom);
      listed.add(document._id);
      if (known.get(document._id) === document.digest) batch.delete(document._id);
      else batch.set(document._id, document);
      if (batch.size === BATCH) await put();
    }
    if (batch.size > 0) await put();
    await Promise.all(writing);
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

  private async putBatch(
    documents: InstrumentDocument[],
    known: Map<string, string>,
  ): Promise<void> {
    const [others, added] = [
      documents.filter(({ _id }) => known.has(_id)),
      documents.filter(({ _id }) => !known.has(_id)),
    ];
    for (const { _id, digest } of documents) known.set(_id, digest);
    await this.insert(added);
    await this.put(await this.dated(others));
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
