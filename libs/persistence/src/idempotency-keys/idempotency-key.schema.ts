import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/**
 * The answer to a request with an Idempotency-Key; `_id` is a hash of caller, path and key. It is
 * kept forever, like the order whose id is derived from the key.
 */
@Schema({ collection: 'idempotency_keys', versionKey: false, autoCreate: false, autoIndex: false })
export class IdempotencyKeyRecord {
  @Prop({ type: String })
  _id!: string;

  /** Hash of the body, to distinguish a repeat from another request with the same key. */
  @Prop({ required: true })
  fingerprint!: string;

  @Prop({ required: true })
  createdAt!: Date;

  /** Null while the first request is in progress. */
  @Prop({ type: Number, default: null })
  status!: number | null;

  @Prop({ type: Object, default: null })
  body!: unknown;
}

export const IdempotencyKeySchema = SchemaFactory.createForClass(IdempotencyKeyRecord);
