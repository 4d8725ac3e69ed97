import { GroupCommit, unlessUnreadable } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { DUPLICATE_KEY, writeCommand } from '../write-command';

const ACKNOWLEDGED = { w: 1 } as const;
const MAX_STALE = 50_000;

/** A document of a read model, at the version of the history that it was folded from. */
export type Projected = mongo.Document & { _id: string };

type Write = { insert: Projected } | { update: { q: object; u: Projected; upsert: boolean } };

/**
 * Writes documents of a read model in batches. Each write is guarded by version: an older fold
 * never overwrites a newer one. The duplicate key error of a guarded upsert means just that.
 */
export class ReadModel {
  private readonly writes: GroupCommit<Write[], void>;
  /**
   * Histories whose projection failed, to be repaired. Beyond the limit, ProjectionRepair finds
   * them.
   */
  private readonly stale = new Set<string>();

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

  /** Inserts new documents. */
  add(documents: readonly Projected[]): Promise<void> {
    return this.submit(documents.map((insert) => ({ insert })));
  }

  /** Writes documents at the version of their history. At version 1 they are nearly always new. */
  put(documents: readonly Projected[], version: number): Promise<void> {
    if (version === 1) return this.add(documents);
    return this.submit(documents.map((u) => replacement(u, version, true)));
  }

  /** Like `put`, for a document that is there; one that is not stays away. */
  replace(document: Projected, version: number): Promise<void> {
    return this.submit([replacement(document, version, false)]);
  }

  /** Records that the projection of a history could not be written. */
  markStale(id: string): void {
    if (this.stale.size < MAX_STALE) this.stale.add(id);
  }

  /** Repeats failed projections. A history that cannot be read is skipped. */
  async repairStale(repair: (id: string) => Promise<void>): Promise<void> {
    for (const id of [...this.stale]) {
      this.stale.delete(id);
      try {
        await unlessUnreadable(() => repair(id), null);
      } catch (error) {
        this.markStale(id);
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
    // The document exists: it is newer, or another process inserted an older one at the same time.
    // The guard without the upsert tells these cases apart.
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

const replacement = (u: Projected, version: number, upsert: boolean): Write => ({
  update: { q: { _id: u._id, version: { $lt: version } }, u, upsert },
});
