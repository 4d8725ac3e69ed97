import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

const KEPT_SECONDS = 24 * 60 * 60;

/** The answer that a request with an Idempotency-Key got; `_id` is a hash of caller, path and key. */
@Schema({ collection: 'idempotency_keys', versionKey: false, autoCreate: false, autoIndex: false })
export class IdempotencyKeyRecord {
  @Prop({ type: String })
  _id!: string;

  /** Hash of the body, to tell a repeat from another request with the same key. */
  @Prop({ required: true })
  fingerprint!: string;

  @Prop({ required: true })
  createdAt!: Date;

  /** Null while the first request is under way. */
  @Prop({ type: Number, default: null })
  status!: number | null;

  @Prop({ type: Object, default: null })
  body!: unknown;
}

export const IdempotencyKeySchema = SchemaFactory.createForClass(IdempotencyKeyRecord).index(
  { createdAt: 1 },
  { expireAfterSeconds: KEPT_SECONDS },
);
