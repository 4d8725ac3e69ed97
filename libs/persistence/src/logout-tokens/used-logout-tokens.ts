import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { mongo, type Model } from 'mongoose';
import { DUPLICATE_KEY } from '../write-command';

/** A logout token of the identity provider that was used; `_id` is a hash of its `jti`. */
@Schema({ collection: 'logout_tokens', versionKey: false, autoCreate: false, autoIndex: false })
export class LogoutTokenRecord {
  @Prop({ type: String })
  _id!: string;

  /** From then on it is too old to be used again. */
  @Prop({ required: true })
  expiresAt!: Date;
}

export const LogoutTokenSchema = SchemaFactory.createForClass(LogoutTokenRecord).index(
  { expiresAt: 1 },
  { expireAfterSeconds: 0 },
);

/** Which logout tokens were used, in any process. */
export class UsedLogoutTokens {
  constructor(private readonly model: Model<LogoutTokenRecord>) {}

  /** Whether it is the first use. */
  async add(id: string, expiresAt: Date): Promise<boolean> {
    try {
      await this.model.create({ _id: id, expiresAt });
      return true;
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  /** The use came to nothing. */
  async forget(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }
}
