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

  async due(now: Date, limit: number): Promise<UndeliveredMessage[]> {
    const due = await this.model
      .find({ nextAttemptAt: { $lte: now } })
      .limit(limit)
      .lean();
    const orderIds = [...new Set(due.map(({ orderId }) => orderId))];
    const firsts = await Promise.all(
      orderIds.map((orderId) => this.model.findOne({ orderId }).sort({ seq: 1 }).lean()),
    );
    return firsts.flatMap((first) => {
      if (!first || first.nextAttemptAt > now) return [];
      const { _id: id, ...message } = first;
      return [{ id, ...message }];
    });
  }
}
