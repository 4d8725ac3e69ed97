import { HeldOrders } from '@ome/engine';
import type { mongo } from 'mongoose';

export class MongoHeldOrders extends HeldOrders {
  constructor(private readonly orders: mongo.Collection<{ _id: string }>) {
    super();
  }

  async overdue(now: Date, limit: number): Promise<string[]> {
    const found = this.orders.find({ approvalDueAt: { $lte: now } }).sort({
      approvalDueAt: 1,
      _id: 1,
    });
    const ids = found.limit(limit).project<{ _id: string }>({ _id: 1 });
    return (await ids.toArray()).map(({ _id }) => _id);
  }
}
