import { type UndeliveredMessage, UndeliveredMessages } from '@ome/engine';
import type { Model, QueryFilter } from 'mongoose';
import type { UndeliveredMessageRecord } from './undelivered-message.schema';

/** When a message is looked at that waits behind another one and was not told that this is gone. */
const BEHIND_MS = 60_000;
/** Each finds no more than messages that wait behind others, and moves those on. */
const MAX_ROUNDS = 10;

export class MongoUndeliveredMessages extends UndeliveredMessages {
  constructor(private readonly model: Model<UndeliveredMessageRecord>) {
    super();
  }

  async keep({ id, ...message }: UndeliveredMessage): Promise<void> {
    await this.model.replaceOne({ _id: id }, message, { upsert: true });
  }

  async remove({ id, orderId }: UndeliveredMessage, now: Date): Promise<void> {
    await this.model.deleteOne({ _id: id });
    await this.model.findOneAndUpdate({ orderId }, { nextAttemptAt: now }, { sort: { seq: 1 } });
  }

  async ordersWaiting(orderIds: string[]): Promise<Set<string>> {
    if (orderIds.length === 0) return new Set();
    return new Set(await this.model.distinct('orderId', { orderId: { $in: orderIds } }));
  }

  /**
   * Found along the times of attempts, so that what is not due costs nothing. Messages behind a first
   * one are moved on, all of an order at once, where they come up: they keep no other order from it.
   */
  async due(now: Date, limit: number): Promise<UndeliveredMessage[]> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const found = await this.model
        .find({ nextAttemptAt: { $lte: now } }, { orderId: 1 })
        .sort({ nextAttemptAt: 1, _id: 1 })
        .limit(limit)
        .lean();
      const firsts = await this.firstsOf([...new Set(found.map(({ orderId }) => orderId))]);
      const known = new Set(firsts.map(({ _id }) => _id));
      const behind = found.filter(({ _id }) => !known.has(_id)).map(({ orderId }) => orderId);
      if (behind.length > 0) await this.moveOn({ orderId: { $in: behind } }, [...known], now);
      const due = firsts.filter(({ nextAttemptAt }) => nextAttemptAt <= now);
      if (due.length > 0 || found.length < limit) {
        return due.map(({ _id: id, ...message }) => ({ id, ...message }));
      }
    }
    return [];
  }

  /** One step in the index for each, however many wait behind. */
  private firstsOf(orderIds: string[]): Promise<UndeliveredMessageRecord[]> {
    return this.model.aggregate<UndeliveredMessageRecord>([
      { $match: { orderId: { $in: orderIds } } },
      { $sort: { orderId: 1, seq: 1 } },
      { $group: { _id: '$orderId', first: { $first: '$$ROOT' } } },
      { $replaceWith: '$first' },
    ]);
  }

  private async moveOn(
    ofOrders: QueryFilter<UndeliveredMessageRecord>,
    firsts: string[],
    now: Date,
  ): Promise<void> {
    const due = { ...ofOrders, _id: { $nin: firsts }, nextAttemptAt: { $lte: now } };
    await this.model.updateMany(due, { nextAttemptAt: new Date(now.getTime() + BEHIND_MS) });
  }
}
