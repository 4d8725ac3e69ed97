import { GroupCommit, unlessUnreadable } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { DUPLICATE_KEY, writeCommand } from '../write-command';

const ACKNOWLEDGED = { w: 1 } as const;
const MOST_BEHIND = 50_000;

/** A document of a read model; its version is that of the history that it was folded from. */
export type Projected = mongo.Document & { _id: string };

type Write = { insert: Projected } | { update: { q: object; u: Projected; upsert: true } };

/**
 * Documents that are written behind their histories, many at a time. A write is guarded by version:
 * an older fold never overwrites a newer one, and the duplicate key that a guarded upsert raises
 * then means just that.
 */
export class ReadModel {
  private readonly writes: GroupCommit<Write[], void>;
  /**
   * Histories whose projection failed, to be repaired. What finds no room here is found by whoever
   * checks projections behind the feed.
   */
  private readonly behind = new Set<string>();

  constructor(
    private readonly collection: mongo.Collection<Projected>,
    private readonly writeConcern: mongo.WriteConcernSettings = ACKNOWLEDGED,
  ) {
    this.writes = new GroupCommit((batch) => this.write(batch.flat()), {
      maxBatch: 500,
      maxInFlight: 1,
      maxWaiting: 5_000,
    });
  }

  /** Documents that there was none of before. */
  add(documents: readonly Projected[]): Promise<void> {
    return this.submit(documents.map((insert) => ({ insert })));
  }

  /** Documents at the version of their history: the first one of it is nearly always new. */
  put(documents: readonly Projected[], version: number): Promise<void> {
    if (version === 1) return this.add(documents);
    return this.submit(
      documents.map((u) => ({
        update: { q: { _id: u._id, version: { $lt: version } }, u, upsert: true },
      })),
    );
  }

  /** Its projection could not be written now. */
  fellBehind(id: string): void {
    if (this.behind.size < MOST_BEHIND) this.behind.add(id);
  }

  /** Projects anew what fell behind; a history that cannot be read waits until it can be. */
  async repairStale(repair: (id: string) => Promise<void>): Promise<void> {
    for (const id of [...this.behind]) {
      this.behind.delete(id);
      try {
        await unlessUnreadable(() => repair(id), null);
      } catch (error) {
        this.fellBehind(id);
        throw error;
      }
    }
  }

  private async submit(writes: Write[]): Promise<void> {
    if (writes.length > 0) await this.writes.submit(writes);
  }

  private async write(writes: readonly Write[]): Promise<void> {
    const inserts = writes.flatMap((one) => ('insert' in one ? one.insert : []));
    const updates = writes.flatMap((one) => ('update' in one ? one.update : []));
    const [, lost] = await Promise.all([
      this.send('insert', inserts),
      this.send('update', updates),
    ]);
    // The document is there: newer, which is well, or older and written at the same moment by another
    // process. Without the upsert the guard tells them apart.
    const retries = lost.map((index) => ({ ...updates[index], upsert: false }));
    await this.send('update', retries);
  }

  /** Indexes of the writes that met a document with their key; any other fault is thrown. */
  private async send(command: 'insert' | 'update', writes: object[]): Promise<number[]> {
    if (writes.length === 0) return [];
    const { writeErrors } = await writeCommand(this.collection, command, writes, this.writeConcern);
    const failed = writeErrors.find(({ code }) => code !== DUPLICATE_KEY);
    if (failed) throw new Error(failed.errmsg);
    return writeErrors.map(({ index }) => index);
  }
}
