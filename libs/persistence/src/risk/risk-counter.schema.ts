import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Reservations against the limits of an account (mongo-risk-counters.ts); `_id` is the account. */
@Schema({
  collection: 'risk_counters',
  strict: false,
  versionKey: false,
  autoCreate: false,
  autoIndex: false,
})
export class RiskCounterRecord {
  @Prop({ type: String })
  _id!: string;
}

export const RiskCounterSchema = SchemaFactory.createForClass(RiskCounterRecord);
