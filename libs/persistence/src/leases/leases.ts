import { mongo, type Model } from 'mongoose';
import { MAJORITY } from '../concerns';
import type { LeaseRecord } from './lease.schema';

const DUPLICATE_KEY = 11000;

/**
 * Leases by the clock of the store. A holder that was stopped may still believe in its lease, so
 * what is done under one must be harmless when done twice.
 */
export class Leases {
  constructor(
    private readonly model: Model<LeaseRecord>,
    private readonly holder: string,
    private readonly durationMs: number,
  ) {}

  /** Takes or prolongs the lease; false where another process holds it. */
  async hold(name: string): Promise<boolean> {
    return (await this.take(name)) || ((await this.isNew(name)) && this.take(name));
  }

  private async take(name: string): Promise<boolean> {
    const mine = { $eq: ['$holder', this.holder] };
    const over = { $lte: ['$expiresAt', '$$NOW'] };
    const expiresAt = { $add: ['$$NOW', this.durationMs] };
    const taken = await this.model.collection.updateOne(
      { _id: name as never, $expr: { $or: [mine, over] } },
      [{ $set: { holder: this.holder, expiresAt } }],
      { writeConcern: MAJORITY },
    );
    return taken.matchedCount === 1;
  }

  /** True where nobody ever held the lease; it is then there to be taken. */
  private async isNew(name: string): Promise<boolean> {
    try {
      await this.model.create({ _id: name, holder: this.holder, expiresAt: new Date(0) });
      return true;
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  /** Whether any process holds it. */
  async isHeld(name: string): Promise<boolean> {
    const held = { _id: name, $expr: { $gt: ['$expiresAt', '$$NOW'] } };
    return (await this.model.exists(held)) !== null;
  }

  /** Lets another process take over at once. */
  async release(name: string): Promise<void> {
    await this.model.deleteOne({ _id: name, holder: this.holder });
  }
}
