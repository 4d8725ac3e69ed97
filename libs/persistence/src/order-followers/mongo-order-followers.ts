import { OrderFollowers } from '@ome/engine';
import type { Model } from 'mongoose';
import type { OrderFollowersRecord } from './order-followers.schema';

export class MongoOrderFollowers extends OrderFollowers {
  constructor(private readonly model: Model<OrderFollowersRecord>) {
    super();
  }

  async add(orderId: string, userId: string): Promise<void> {
    const change = { $addToSet: { userIds: userId } };
    await this.model.updateOne({ _id: orderId }, change, { upsert: true });
  }

  async remove(orderId: string, userId: string): Promise<void> {
    await this.model.updateOne({ _id: orderId }, { $pull: { userIds: userId } });
  }

  async byOrder(orderIds: string[]): Promise<Map<string, string[]>> {
    const found = await this.model.find({ _id: { $in: orderIds } }).lean();
    return new Map(found.map(({ _id, userIds }) => [_id, userIds]));
  }
}
