import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The token of a broker session, encrypted; `_id` is `<link>-<session>`. */
@Schema({ collection: 'broker_tokens', versionKey: false, autoCreate: false, autoIndex: false })
export class BrokerTokenRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  sealed!: Buffer;

  @Prop({ required: true })
  obtainedAt!: Date;

  @Prop({ required: true })
  expiresAt!: Date;
}

export const BrokerTokenSchema = SchemaFactory.createForClass(BrokerTokenRecord).index(
  { expiresAt: 1 },
  { expireAfterSeconds: 0 },
);
