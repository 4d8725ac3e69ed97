import type { InstrumentFacts } from '@ome/engine';
import type { mongo } from 'mongoose';
import { writeCommand } from '../write-command';
import { type InstrumentDocument, instrumentDocument } from './instrument.document';

const BATCH = 2_000;
/** One is prepared here while the store writes another. */
const BATCHES_AT_ONCE = 2;

/** The source of what ships with the program, in place of a broker's file. */
export const SAMPLE_SOURCE = 'sample';

/** What one contract file lists. */
export interface ListedInstruments {
  broker: string;
  /** The name of the file: a later one of this name takes its place. */
  source: string;
  rows: InstrumentFacts[];
}

export interface WrittenInstruments {
  /** How many documents were added or changed; the others were known already. */
  written: number;
  /** The ids of all that the file lists. */
  listed: Set<string>;
}

/** Writes the instrument master. */
export class InstrumentStore {
  constructor(private readonly collection: mongo.Collection<InstrumentDocument>) {}

  /**
   * Adds and corrects instruments; where a file lists one twice, the last counts. What is known
   * already is not written again, so that the import of every morning is cheap. Repeating one that
   * broke off is safe.
   */
  async write(
    { broker, source, rows }: ListedInstruments,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<WrittenInstruments> {
    const known = await this.digests(broker);
    const documents = new Map(
      rows.map((facts) => instrumentDocument(facts, source)).map((each) => [each._id, each]),
    );
    const news = [...documents.values()].filter(({ _id, digest }) => known.get(_id) !== digest);
    let done = documents.size - news.length;
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < news.length) {
        const batch = news.slice(next, (next += BATCH));
        await this.put(batch);
        onProgress((done += batch.length));
      }
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
    return { written: news.length, listed: new Set(documents.keys()) };
  }

  /**
   * Removes what these sources had and list no longer, what has expired, and the sample.
   *
   * @param listed what the import has just listed, which stays whatever it is
   * @param today YYYY-MM-DD; contracts of earlier days go
   */
  async removeUnlisted(
    broker: string,
    { sources, listed, today }: { sources: string[]; listed: Set<string>; today: string },
  ): Promise<number> {
    const superseded = [...sources, SAMPLE_SOURCE];
    const candidates = this.collection
      .find({ broker, $or: [{ source: { $in: superseded } }, { expiry: { $lt: today } }] })
      .project<{ _id: string }>({ _id: 1 });
    const gone: string[] = [];
    for await (const { _id } of candidates) if (!listed.has(_id)) gone.push(_id);
    for (let begin = 0; begin < gone.length; begin += BATCH) {
      await this.collection.deleteMany({ _id: { $in: gone.slice(begin, begin + BATCH) } });
    }
    return gone.length;
  }

  /** Whether a broker's own files were imported. */
  async hasOwn(broker: string): Promise<boolean> {
    const own = { broker, source: { $ne: SAMPLE_SOURCE } };
    return (await this.collection.findOne(own, { projection: { _id: 1 } })) !== null;
  }

  private async digests(broker: string): Promise<Map<string, string>> {
    const found = this.collection
      .find({ broker })
      .project<{ _id: string; digest: string }>({ _id: 1, digest: 1 });
    const digests = new Map<string, string>();
    for await (const { _id, digest } of found) digests.set(_id, digest);
    return digests;
  }

  private async put(documents: InstrumentDocument[]): Promise<void> {
    const updates = documents.map((u) => ({ q: { _id: u._id }, u, upsert: true }));
    const reply = await writeCommand(this.collection, 'update', updates, { w: 'majority' });
    const fault = reply.writeErrors[0]?.errmsg;
    if (fault) throw new Error(`The instruments were not all written: ${fault}`);
  }
}
