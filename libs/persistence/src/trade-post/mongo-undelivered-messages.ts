import { type UndeliveredMessage, UndeliveredMessages } from '@ome/engine';
import type { Model, QueryFilter } from 'mongoose';
import type { UndeliveredMessageRecord } from './undelivered-message.schema';

/**
 * When a message that waits for an earlier one is checked again, in case it was not told that it is
 * its turn.
 */
const BEHIND_MS = 60_000;
/** Rounds of messages that are postponed because they wait for earlier ones. */
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
   * Messages are found by the time of their next attempt, so those that are not due cost nothing.
   * Messages that wait for an earlier one of their order are postponed, all of the order at once:
   * they do not delay other orders.
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
      const waiting = found.filter(({ _id }) => !known.has(_id)).map(({ orderId }) => orderId);
      if (waiting.length > 0) await this.postpone({ orderId: { $in: waiting } }, [...known], now);
      const due = firsts.filter(({ nextAttemptAt }) => nextAttemptAt <= now);
      if (due.length > 0 || found.length < limit) {
        return due.map(({ _id: id, ...message }) => ({ id, ...message }));
      }
    }
    return [];
  }

  /** Takes one index step per order, however many messages wait. */
  private firstsOf(orderIds: string[]): Promise<UndeliveredMessageRecord[]> {
    return this.model.aggregate<UndeliveredMessageRecord>([
      { $match: { orderId: { $in: orderIds } } },
      { $sort: { orderId: 1, seq: 1 } },
      { $group: { _id: '$orderId', first: { $first: '$$ROOT' } } },
      { $replaceWith: '$first' },
    ]);
  }

  private async postpone(
    ofOrders: QueryFilter<UndeliveredMessageRecord>,
    firsts: string[],
    now: Date,
  ): Promise<void> {
    const due = { ...ofOrders, _id: { $nin: firsts }, nextAttemptAt: { $lte: now } };
    await this.model.updateMany(due, { nextAttemptAt: new Date(now.getTime() + BEHIND_MS) });
  }
}
