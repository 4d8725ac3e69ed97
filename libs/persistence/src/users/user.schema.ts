import { Prop, raw, Schema, SchemaFactory } from '@nestjs/mongoose';

/** A person. Secrets are hashed, and the one of the authenticator app is encrypted. */
@Schema({ collection: 'users', versionKey: false, autoCreate: false, autoIndex: false })
export class UserRecord {
  /** The login, in lower case. */
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  name!: string;

  @Prop({ type: [String], required: true })
  roles!: string[];

  /** As those of API keys: names of accounts or prefixes that end in `*`; null means all. */
  @Prop({ type: [String], default: null })
  accounts!: string[] | null;

  @Prop({ type: [String], default: null })
  users!: string[] | null;

  @Prop({ type: String, required: true })
  signIn!: 'password' | 'oidc';

  @Prop({ required: true })
  disabled!: boolean;

  @Prop({ required: true })
  createdAt!: Date;

  /** Argon2id; null until a password is chosen. */
  @Prop({ type: String, default: null })
  passwordHash!: string | null;

  @Prop({ type: Buffer, default: null })
  totpSecret!: Buffer | null;

  /** The step of the last code that was used: no code is good twice. */
  @Prop({ type: Number, default: -1 })
  totpStep!: number;

  /** SHA-256 of codes for whoever has lost the authenticator, each good once. */
  @Prop({ type: [String], default: [] })
  recoveryHashes!: string[];

  /** A code by which the person chooses a password, until it is used or expires. */
  @Prop(raw({ hash: String, expiresAt: Date, totpSecret: Buffer }))
  setup?: { hash: string; expiresAt: Date; totpSecret: Buffer };

  /** Who it is at the identity provider, known from the first sign-in. */
  @Prop(raw({ issuer: String, subject: String }))
  oidc?: { issuer: string; subject: string };
}

export const UserSchema = SchemaFactory.createForClass(UserRecord).index(
  { 'oidc.subject': 1, 'oidc.issuer': 1 },
  { unique: true, partialFilterExpression: { 'oidc.subject': { $exists: true } } },
);
