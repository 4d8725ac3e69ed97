import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** An API key; the secret itself is shown once and never stored. */
@Schema({ collection: 'api_keys', versionKey: false, autoCreate: false, autoIndex: false })
export class ApiKeyRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  name!: string;

  /** SHA-256 of the secret, hex. The secret has 256 random bits, so no slow hash is needed. */
  @Prop({ required: true })
  hash!: string;

  @Prop({ type: [String], required: true })
  scopes!: string[];

  /** Names of accounts, or prefixes that end in `*`; null means all accounts. */
  @Prop({ type: [String], default: null })
  accounts!: string[] | null;

  /** Names or prefixes of users, in the same form; null means all users. */
  @Prop({ type: [String], default: null })
  users!: string[] | null;

  @Prop({ required: true })
  createdAt!: Date;

  /** Null if the key does not expire. */
  @Prop({ type: Date, default: null })
  expiresAt!: Date | null;

  @Prop({ type: Date, default: null })
  revokedAt!: Date | null;
}

export const ApiKeySchema = SchemaFactory.createForClass(ApiKeyRecord);
