import type { Model } from 'mongoose';
import type { ApiKeyRecord } from './api-key.schema';

export type StoredApiKey = Omit<ApiKeyRecord, '_id'> & { id: string };

/** Where nothing else is said, a key reaches all accounts and users, and is good until revoked. */
export type AddedApiKey = Pick<StoredApiKey, 'id' | 'name' | 'hash' | 'scopes'> &
  Partial<Pick<StoredApiKey, 'accounts' | 'users' | 'expiresAt'>>;

/** API keys by their id; what is stored of the secret is a hash. */
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

/** Keys of earlier versions are bound to nothing. */
const stored = ({
  _id: id,
  accounts = null,
  users = null,
  expiresAt = null,
  ...key
}: ApiKeyRecord): StoredApiKey => ({ id, accounts, users, expiresAt, ...key });
