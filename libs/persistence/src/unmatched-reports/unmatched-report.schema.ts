import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { mongo } from 'mongoose';

/** A report whose order nobody knows. `_id` is derived from its content, so a repeat is the same. */
@Schema({ collection: 'unmatched_reports', versionKey: false, autoCreate: false, autoIndex: false })
export class UnmatchedReportRecord {
  @Prop({ type: String })
  _id!: string;

  /** The ExecutionReport, decimals as Decimal128. */
  @Prop({ type: Object, required: true })
  report!: mongo.Document;

  /** What an order could recognise it by: ours, the client's and the venue's ids. */
  @Prop({ type: [String], required: true })
  keys!: string[];

  @Prop({ required: true })
  receivedAt!: Date;

  @Prop({ type: String, required: true, enum: ['waiting', 'matched'] })
  state!: 'waiting' | 'matched';

  @Prop({ type: String, default: null })
  orderId!: string | null;

  @Prop({ type: String, default: null })
  matchedBy!: string | null;
}

export const UnmatchedReportSchema = SchemaFactory.createForClass(UnmatchedReportRecord)
  .index({ state: 1, receivedAt: 1, _id: 1 })
  .index({ keys: 1 }, { partialFilterExpression: { state: 'waiting' } });
