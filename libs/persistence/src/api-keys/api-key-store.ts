import type { Model } from 'mongoose';
import type { ApiKeyRecord } from './api-key.schema';

export type StoredApiKey = Omit<ApiKeyRecord, '_id'> & { id: string };

/** By default a key has access to all accounts and users and does not expire. */
export type AddedApiKey = Pick<StoredApiKey, 'id' | 'name' | 'hash' | 'scopes'> &
  Partial<Pick<StoredApiKey, 'accounts' | 'users' | 'expiresAt'>>;

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

  /** All keys, oldest first. */
  async list(): Promise<StoredApiKey[]> {
    return (await this.model.find().sort({ createdAt: 1 }).lean()).map(stored);
  }

  /** False where there is no valid key with this id. */
  async revoke(id: string): Promise<boolean> {
    const valid = { _id: id, revokedAt: null };
    return (await this.model.updateOne(valid, { revokedAt: new Date() })).modifiedCount === 1;
  }
}

/** Keys of earlier versions are not restricted to accounts or users. */
const stored = ({
  _id: id,
  accounts = null,
  users = null,
  expiresAt = null,
  ...key
}: ApiKeyRecord): StoredApiKey => ({ id, accounts, users, expiresAt, ...key });
