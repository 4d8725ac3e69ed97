import type { Order } from '@ome/domain';
import { type QueuedOrder, QueuedOrders } from '@ome/engine';
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
} as const;

export class MongoQueuedOrders extends QueuedOrders {
  constructor(private readonly orders: mongo.Collection<{ _id: string }>) {
    super();
  }

  async isAny(): Promise<boolean> {
    const queued = { 'work.state': 'queued' };
    return (await this.orders.findOne(queued, { projection: { _id: 1 } })) !== null;
  }

  async *all(link: string, requestedBefore: Date): AsyncGenerator<QueuedOrder> {
    const work = {
      'work.state': 'queued',
      'work.since': { $lt: requestedBefore },
      'work.kind': { $ne: 'cancel' },
    };
    const found = this.orders.find({ link, ...work }).sort({ 'work.dueAt': 1 });
    for await (const document of found.project<QueuedDocument>(SHOWN)) {
      const { _id: orderId, work, expireAt, ...order } = fromBson(document) as QueuedDocument;
      yield { ...order, orderId, expireAt: expireAt ?? null, since: work.since };
    }
  }
}
