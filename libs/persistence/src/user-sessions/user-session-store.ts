import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Model } from 'mongoose';

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

  /** The ID token of the identity provider, which signs out there; null after a password. */
  @Prop({ type: String, default: null })
  idToken!: string | null;
}

export const UserSessionSchema = SchemaFactory.createForClass(UserSessionRecord)
  .index({ login: 1 })
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
    const { _id, ...session } = found;
    return { id: _id, ...session };
  }

  async touch(id: string, seenAt: Date): Promise<void> {
    await this.model.updateOne({ _id: id }, { $max: { seenAt } });
  }

  async end(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }

  /** How many there were. */
  async endAll(login: string): Promise<number> {
    return (await this.model.deleteMany({ login })).deletedCount;
  }
}
