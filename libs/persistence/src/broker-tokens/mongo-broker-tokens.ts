import { type BrokerToken, BrokerTokens } from '@ome/engine';
import type { SecretBox } from '@ome/platform';
import type { Model } from 'mongoose';
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

export class MongoBrokerTokens extends BrokerTokens {
  constructor(
    private readonly model: Model<BrokerTokenRecord>,
    private readonly box: SecretBox,
  ) {
    super();
  }

  /** Null if there is no token, or if the current key cannot decrypt it. */
  async load(link: string, session: string): Promise<BrokerToken | null> {
    const _id = idOf(link, session);
    const found = await this.model.findById(_id);
    const token = found && this.box.open(found.sealed, _id);
    if (!token) return null;
    return { token, obtainedAt: found.obtainedAt, expiresAt: found.expiresAt };
  }

  async save(link: string, session: string, token: BrokerToken): Promise<void> {
    const _id = idOf(link, session);
    const { obtainedAt, expiresAt } = token;
    const sealed = this.box.seal(token.token, _id);
    await this.model.updateOne({ _id }, { sealed, obtainedAt, expiresAt }, { upsert: true });
  }

  async forget(link: string, session: string, obtainedAt: Date): Promise<void> {
    await this.model.deleteOne({ _id: idOf(link, session), obtainedAt });
  }
}

const idOf = (link: string, session: string): string => `${link}-${session}`;
