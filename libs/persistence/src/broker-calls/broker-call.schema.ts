import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

const KEPT_SECONDS = 60 * 60;
const DAYS_KEPT_SECONDS = 7 * 24 * 60 * 60;

/** A call to a broker. No rate limit but the daily one looks back more than an hour. */
@Schema({ collection: 'broker_calls', versionKey: false, autoCreate: false, autoIndex: false })
export class BrokerCallRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  route!: string;

  @Prop({ required: true })
  kind!: string;

  @Prop({ required: true })
  at!: Date;
}

export const BrokerCallSchema = SchemaFactory.createForClass(BrokerCallRecord)
  .index({ route: 1, at: 1 })
  .index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });

/** The number of calls of a session on a market day; `_id` is `<route> <day>`. */
@Schema({ collection: 'broker_call_days', versionKey: false, autoCreate: false, autoIndex: false })
export class BrokerCallDayRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  calls!: number;

  @Prop({ required: true })
  startedAt!: Date;
}

export const BrokerCallDaySchema = SchemaFactory.createForClass(BrokerCallDayRecord).index(
  { startedAt: 1 },
  { expireAfterSeconds: DAYS_KEPT_SECONDS },
);
