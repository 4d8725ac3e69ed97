import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { bytesOf } from '../bson';

/** A person who is signed in in a browser; `_id` is a hash of what the browser's cookie says. */
@Schema({ collection: 'user_sessions', versionKey: false, autoCreate: false, autoIndex: false })
export class UserSessionRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  login!: string;

  @Prop({ required: true })
  createdAt!: Date;

  @Prop({ required: true })
  seenAt!: Date;

  /** It ends then, however much it is used. */
  @Prop({ required: true })
  expiresAt!: Date;

  /**
   * The ID token of the identity provider, which signs out there, sealed with the cookie: nobody
   * opens it with what is stored. Null after a password.
   */
  @Prop({ type: Buffer, default: null })
  sealedIdToken!: Buffer | null;

  /** What the provider calls the session (`sid`). */
  @Prop({ type: String, default: null })
  providerSession!: string | null;
}

export const UserSessionSchema = SchemaFactory.createForClass(UserSessionRecord)
  .index({ login: 1 })
  .index(
    { providerSession: 1 },
    { partialFilterExpression: { providerSession: { $type: 'string' } } },
  )
  .index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export type StoredUserSession = Omit<UserSessionRecord, '_id'> & { id: string };

/** Sessions of people, by the hash of their cookie. */
export class UserSessionStore {
  constructor(private readonly model: Model<UserSessionRecord>) {}

  async add({ id: _id, ...session }: StoredUserSession): Promise<void> {
    await this.model.create({ _id, ...session });
  }

  async find(id: string): Promise<StoredUserSession | null> {
    const found = await this.model.findById(id).lean();
    if (!found) return null;
    // Of sessions that earlier versions began nothing more is known.
    const { _id, sealedIdToken = null, providerSession = null, ...session } = found;
    return {
      ...session,
      id: _id,
      sealedIdToken: sealedIdToken && bytesOf(sealedIdToken),
      providerSession,
    };
  }

  async touch(id: string, seenAt: Date): Promise<void> {
    await this.model.updateOne({ _id: id }, { $max: { seenAt } });
  }

  async end(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }

  /** Ends what the identity provider calls one session. */
  async endOfProvider(providerSession: string): Promise<void> {
    // The index has only what is a string, so MongoDB uses it for a query that says the same.
    await this.model.deleteMany({ providerSession: { $eq: providerSession, $type: 'string' } });
  }

  /** How many there were. */
  async endAll(login: string): Promise<number> {
    return (await this.model.deleteMany({ login })).deletedCount;
  }
}
