import { TimeInForce } from '@ome/domain';
import { OverdueOrders } from '@ome/engine';
import type { mongo } from 'mongoose';

/** Open orders, of which there are few, by when their time was over. */
export class MongoOverdueOrders extends OverdueOrders {
  constructor(private readonly orders: mongo.Collection<{ _id: string; createdAt: Date }>) {
    super();
  }

  ofDay(exchange: string, closedAt: Date, limit: number): Promise<string[]> {
    const createdAt = { $lt: closedAt };
    return this.ids({ exchange, timeInForce: TimeInForce.Day, createdAt }, limit);
  }

  goodTill(instant: Date, limit: number): Promise<string[]> {
    return this.ids({ timeInForce: TimeInForce.GoodTillDate, expireAt: { $lt: instant } }, limit);
  }

  /** Without those that nothing can be said of yet, which would stand before all others. */
  private async ids(filter: object, limit: number): Promise<string[]> {
    const settled = { 'work.state': { $nin: ['sending', 'inDoubt'] }, slicing: { $exists: false } };
    const found = await this.orders
      .find({ open: true, ...filter, ...settled })
      .sort({ createdAt: 1, _id: 1 })
      .limit(limit)
      .project<{ _id: string }>({ _id: 1 })
      .toArray();
    return found.map(({ _id }) => _id);
  }
}
