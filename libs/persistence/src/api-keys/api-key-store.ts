import type { Model } from 'mongoose';
import type { ApiKeyRecord } from './api-key.schema';

export type StoredApiKey = Pick<
  ApiKeyRecord,
  'name' | 'hash' | 'scopes' | 'createdAt' | 'revokedAt'
> & { id: string };

/** API keys by their id; what is stored of the secret is a hash. */
export class ApiKeyStore {
  constructor(private readonly model: Model<ApiKeyRecord>) {}

  async find(id: string): Promise<StoredApiKey | null> {
    const found = await this.model.findById(id).lean();
    return found && stored(found);
  }

  async anyValid(): Promise<boolean> {
    return (await this.model.exists({ revokedAt: null })) !== null;
  }

  async add({ id: _id, ...key }: Omit<StoredApiKey, 'createdAt' | 'revokedAt'>): Promise<void> {
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

const stored = ({ _id: id, ...key }: ApiKeyRecord): StoredApiKey => ({ id, ...key });
