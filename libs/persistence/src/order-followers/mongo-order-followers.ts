import { OrderFollowers } from '@ome/engine';
import type { Model } from 'mongoose';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Users who get an order's updates besides the one who placed it; `_id` is the order id. */
@Schema({ collection: 'followers', versionKey: false, autoCreate: false, autoIndex: false })
export class OrderFollowersRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ type: [String], required: true })
  userIds!: string[];
}

export const OrderFollowersSchema = SchemaFactory.createForClass(OrderFollowersRecord);

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
