import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

const KEPT_SECONDS = 30 * 24 * 60 * 60;

/**
 * A difference between the broker's state and ours; `_id` is derived from the session and the
 * subject.
 */
@Schema({ collection: 'differences', versionKey: false, autoCreate: false, autoIndex: false })
export class DifferenceRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  link!: string;

  @Prop({ required: true })
  session!: string;

  @Prop({ required: true })
  kind!: string;

  @Prop({ type: String, default: null })
  orderId!: string | null;

  @Prop({ type: String, default: null })
  brokerOrderId!: string | null;

  @Prop({ type: String, default: null })
  symbol!: string | null;

  @Prop({ type: String, default: null })
  exchange!: string | null;

  @Prop({ type: String, default: null })
  product!: string | null;

  @Prop({ type: String, default: null })
  ours!: string | null;

  @Prop({ type: String, default: null })
  theirs!: string | null;

  @Prop({ required: true })
  done!: string;

  @Prop({ required: true })
  firstSeenAt!: Date;

  @Prop({ required: true })
  lastSeenAt!: Date;

  @Prop({ type: Date, default: null })
  settledAt!: Date | null;
}

export const DifferenceSchema = SchemaFactory.createForClass(DifferenceRecord)
  .index({ firstSeenAt: -1, _id: -1 })
  .index({ link: 1, session: 1, settledAt: 1 })
  .index({ lastSeenAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
