import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { OrderEventMessage } from '@ome/contracts';

/** A fill that trade post management has not accepted; `_id` is `<orderId>:<execId>`. */
@Schema({
  collection: 'undelivered_messages',
  versionKey: false,
  autoCreate: false,
  autoIndex: false,
})
export class UndeliveredMessageRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  orderId!: string;

  @Prop({ required: true })
  seq!: number;

  @Prop({ type: Object, required: true })
  event!: OrderEventMessage;

  @Prop({ required: true })
  attempts!: number;

  @Prop({ required: true })
  lastError!: string;

  @Prop({ required: true })
  since!: Date;

  @Prop({ required: true })
  nextAttemptAt!: Date;
}

export const UndeliveredMessageSchema = SchemaFactory.createForClass(UndeliveredMessageRecord)
  .index({ orderId: 1, seq: 1 })
  .index({ nextAttemptAt: 1, _id: 1 })
  .index({ since: 1, _id: 1 });
