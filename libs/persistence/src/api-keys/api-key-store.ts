import type { Model } from 'mongoose';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { ChangeApproval } from '@ome/engine';
import { TRANSACTION } from '../concerns';
import { approveChange } from '../pending-changes/pending-change-store';

/** An API key; the secret itself is shown once and never stored. */
@Schema({ collection: 'api_keys', versionKey: false, autoCreate: false, autoIndex: false })
export class ApiKeyRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  name!: string;

  /** Login of the person whose own key it is; null of a program's. */
  @Prop({ type: String, default: null })
  owner!: string | null;

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

export const ApiKeySchema = SchemaFactory.createForClass(ApiKeyRecord).index({
  owner: 1,
  createdAt: 1,
});

export type StoredApiKey = Omit<ApiKeyRecord, '_id'> & { id: string };

/** By default a key has access to all accounts and users and does not expire. */
export type AddedApiKey = Pick<StoredApiKey, 'id' | 'name' | 'hash' | 'scopes'> &
  Partial<Pick<StoredApiKey, 'owner' | 'accounts' | 'users' | 'expiresAt'>>;

/** API keys by id. Only a hash of the secret is stored. */
export class ApiKeyStore {
  constructor(private readonly model: Model<ApiKeyRecord>) {}

  async find(id: string): Promise<StoredApiKey | null> {
    const found = await this.model.findById(id).lean();
    return found && stored(found);
  }

  async anyValid(now: Date): Promise<boolean> {
    const lasting = [{ expiresAt: null }, { expiresAt: { $gt: now } }];
    return (await this.model.exists({ revokedAt: null, $or: lasting })) !== null;
  }

  async add({ id: _id, ...key }: AddedApiKey): Promise<void> {
    await this.model.create({ _id, ...key, createdAt: new Date() });
  }

  /** Adds a key and decides on the change that it was, both or neither; false if somebody decided before. */
  addApproved({ id: _id, ...key }: AddedApiKey, approval: ChangeApproval): Promise<boolean> {
    const { db } = this.model;
    return db.getClient().withSession((session) =>
      session.withTransaction(async () => {
        const isFirst = await approveChange(db.db!, approval, session);
        if (isFirst) await this.model.create([{ _id, ...key, createdAt: new Date() }], { session });
        return isFirst;
      }, TRANSACTION),
    );
  }

  /** All keys, oldest first. */
  async list(): Promise<StoredApiKey[]> {
    return (await this.model.find().sort({ createdAt: 1 }).lean()).map(stored);
  }

  /** Keys of a person, oldest first. */
  async ownedBy(owner: string): Promise<StoredApiKey[]> {
    return (await this.model.find({ owner }).sort({ createdAt: 1 }).lean()).map(stored);
  }

  /** False where there is no valid key with this id. */
  async revoke(id: string): Promise<boolean> {
    const valid = { _id: id, revokedAt: null };
    return (await this.model.updateOne(valid, { revokedAt: new Date() })).modifiedCount === 1;
  }
}

/** Keys of earlier versions are of programs, and not restricted to accounts or users. */
const stored = ({
  _id: id,
  owner = null,
  accounts = null,
  users = null,
  expiresAt = null,
  ...key
}: ApiKeyRecord): StoredApiKey => ({ id, owner, accounts, users, expiresAt, ...key });
