import type { Order } from '@ome/domain';
import { type QueuedOrder, QueuedOrders, type QueuedPage } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import type { OutstandingWork } from './order.document';

type QueuedDocument = Omit<Order, 'orderId'> & { _id: string; work: OutstandingWork };

const SHOWN = {
  exchange: 1,
  symbol: 1,
  createdAt: 1,
  timeInForce: 1,
  expireAt: 1,
  'work.since': 1,
  'work.dueAt': 1,
} as const;

export class MongoQueuedOrders extends QueuedOrders {
  constructor(private readonly orders: mongo.Collection<{ _id: string }>) {
    super();
  }

  async isAny(): Promise<boolean> {
    const queued = { 'work.state': 'queued' };
    return (await this.orders.findOne(queued, { projection: { _id: 1 } })) !== null;
  }

  async page(link: string, { from, requestedBefore, limit }: QueuedPage): Promise<QueuedOrder[]> {
    const work = {
      'work.state': 'queued',
      'work.dueAt': { $gte: from },
      'work.since': { $lt: requestedBefore },
      'work.kind': { $ne: 'cancel' },
    };
    const found = await this.orders
      .find({ link, ...work })
      .sort({ 'work.dueAt': 1 })
      .limit(limit)
      .project<QueuedDocument>(SHOWN)
      .toArray();
    return found.map((document) => {
      const { _id: orderId, work, expireAt, ...order } = fromBson(document) as QueuedDocument;
      const { since, dueAt } = work;
      return { ...order, orderId, expireAt: expireAt ?? null, since, dueAt };
    });
  }
}
