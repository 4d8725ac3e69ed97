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

  /** Names of accounts, or beginnings of them with a `*` behind; null for all. */
  @Prop({ type: [String], default: null })
  accounts!: string[] | null;

  /** The same of users. */
  @Prop({ type: [String], default: null })
  users!: string[] | null;

  @Prop({ required: true })
  createdAt!: Date;

  /** Null for a key that is good until it is revoked. */
  @Prop({ type: Date, default: null })
  expiresAt!: Date | null;

  @Prop({ type: Date, default: null })
  revokedAt!: Date | null;
}

export const ApiKeySchema = SchemaFactory.createForClass(ApiKeyRecord);
