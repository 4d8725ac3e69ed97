import { mongo, type Model } from 'mongoose';
import { DUPLICATE_KEY } from '../write-command';
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

export type FirstRequest =
  /** The request is the first one, or the first one has not ended (and perhaps never will). */
  | { outcome: 'act' }
  | { outcome: 'answered'; status: number; body: unknown }
  /** The key was used with a different body. */
  | { outcome: 'other' };

/** Answers to requests with an Idempotency-Key, kept forever, as orders are. */
export class IdempotencyStore {
  constructor(private readonly model: Model<IdempotencyKeyRecord>) {}

  async begin(id: string, fingerprint: string): Promise<FirstRequest> {
    if (await this.start(id, fingerprint)) return { outcome: 'act' };
    const first = await this.model.findById(id).lean();
    if (!first) return this.begin(id, fingerprint);
    if (first.fingerprint !== fingerprint) return { outcome: 'other' };
    const { status, body } = first;
    return status === null ? { outcome: 'act' } : { outcome: 'answered', status, body };
  }

  /** Only the first answer is stored. */
  async answered(id: string, status: number, body: unknown): Promise<void> {
    await this.model.updateOne({ _id: id, status: null }, { status, body });
  }

  /** The request failed and may be repeated with the same key. */
  async forget(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }

  private async start(_id: string, fingerprint: string): Promise<boolean> {
    try {
      await this.model.create({ _id, fingerprint, createdAt: new Date() });
      return true;
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    }
  }
}
