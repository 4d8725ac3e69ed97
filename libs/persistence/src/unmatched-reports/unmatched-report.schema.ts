import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { KeptFor } from '@ome/engine';
import type { mongo } from 'mongoose';

/** `waiting` waits for an order, `held` for ops. */
export type UnmatchedState = 'waiting' | 'held' | 'matched' | 'dismissed';

/**
 * A report that could not be booked. `_id` is derived from its content, so a repeat has the same.
 */
@Schema({ collection: 'unmatched_reports', versionKey: false, autoCreate: false, autoIndex: false })
export class UnmatchedReportRecord {
  @Prop({ type: String })
  _id!: string;

  /** The ExecutionReport, decimals as Decimal128; null where it cannot be read as one. */
  @Prop({ type: Object, default: null })
  report!: mongo.Document | null;

  /** The report as received; null in documents of earlier versions. */
  @Prop({ type: String, default: null })
  body!: string | null;

  /** The ids by which an order can match it: ours, the client's and the venue's. */
  @Prop({ type: [String], required: true })
  keys!: string[];

  @Prop({ required: true })
  receivedAt!: Date;

  @Prop({ type: String, required: true, enum: ['waiting', 'held', 'matched', 'dismissed'] })
  state!: UnmatchedState;

  @Prop({ type: String, default: 'unknown' })
  keptFor!: KeptFor;

  @Prop({ type: String, default: 'Order does not exist' })
  comment!: string;

  /** The order that it is being booked on by hand. */
  @Prop({ type: String, default: null })
  claimedFor!: string | null;

  @Prop({ type: String, default: null })
  orderId!: string | null;

  @Prop({ type: String, default: null })
  matchedBy!: string | null;
}

export const UnmatchedReportSchema = SchemaFactory.createForClass(UnmatchedReportRecord)
  .index({ state: 1, receivedAt: 1, _id: 1 })
  .index({ keys: 1, receivedAt: 1, _id: 1 }, { partialFilterExpression: { state: 'waiting' } });
