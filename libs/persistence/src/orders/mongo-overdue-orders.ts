import { TimeInForce } from '@ome/domain';
import { type Overdue, OverdueOrders } from '@ome/engine';
import type { mongo } from 'mongoose';

/** Finds open orders whose day or good-till date has passed. */
export class MongoOverdueOrders extends OverdueOrders {
  constructor(private readonly orders: mongo.Collection<{ _id: string; createdAt: Date }>) {
    super();
  }

  ofDay(exchange: string, enteredBefore: Date, which: Overdue): Promise<string[]> {
    const createdAt = { $lt: enteredBefore };
    return this.ids({ exchange, timeInForce: TimeInForce.Day, createdAt }, which);
  }

  goodTill(instant: Date, which: Overdue): Promise<string[]> {
    return this.ids({ timeInForce: TimeInForce.GoodTillDate, expireAt: { $lt: instant } }, which);
  }

  /**
   * Excludes orders that are being sent, in doubt or sliced: they cannot be closed yet, and would
   * fill the limit.
   */
  private async ids(filter: object, { exceptLinks, limit }: Overdue): Promise<string[]> {
    const settled = { 'work.state': { $nin: ['sending', 'inDoubt'] }, slicing: { $exists: false } };
    const link = { $nin: exceptLinks };
    const found = await this.orders
      .find({ open: true, link, ...filter, ...settled })
      .sort({ createdAt: 1, _id: 1 })
      .limit(limit)
      .project<{ _id: string }>({ _id: 1 })
      .toArray();
    return found.map(({ _id }) => _id);
  }
}
