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
