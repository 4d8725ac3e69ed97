import { type UndeliveredMessage, UndeliveredMessages } from '@ome/engine';
import type { Model } from 'mongoose';
import type { UndeliveredMessageRecord } from './undelivered-message.schema';

export class MongoUndeliveredMessages extends UndeliveredMessages {
  constructor(private readonly model: Model<UndeliveredMessageRecord>) {
    super();
  }

  async keep({ id, ...message }: UndeliveredMessage): Promise<void> {
    await this.model.replaceOne({ _id: id }, message, { upsert: true });
  }

  async remove(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }

  async ordersWaiting(orderIds: string[]): Promise<Set<string>> {
    if (orderIds.length === 0) return new Set();
    return new Set(await this.model.distinct('orderId', { orderId: { $in: orderIds } }));
  }

  /** Messages behind a first one that is not due yet would otherwise fill the whole answer. */
  async due(now: Date, limit: number): Promise<UndeliveredMessage[]> {
    const firsts = await this.model.aggregate<UndeliveredMessageRecord>([
      { $sort: { orderId: 1, seq: 1 } },
      { $group: { _id: '$orderId', first: { $first: '$$ROOT' } } },
      { $match: { 'first.nextAttemptAt': { $lte: now } } },
      { $limit: limit },
      { $replaceWith: '$first' },
    ]);
    return firsts.map(({ _id: id, ...message }) => ({ id, ...message }));
  }
}
