import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { ApiKeyRecord } from '@ome/persistence';
import { matchesHash, parseToken } from '@ome/platform';
import { LRUCache } from 'lru-cache';
import type { Model } from 'mongoose';

/** How long a revoked key may still be taken. */
const CACHED_MS = 5_000;

export interface Caller {
  keyId: string;
  scopes: readonly string[];
}

/** Looks up API keys; a key is read from the store once in a while, not on every request. */
@Injectable()
export class ApiKeys {
  private readonly cache = new LRUCache<string, { record: ApiKeyRecord | null }>({
    max: 10_000,
    ttl: CACHED_MS,
  });

  constructor(@InjectModel(ApiKeyRecord.name) private readonly model: Model<ApiKeyRecord>) {}

  /** The caller with this token; null where there is none, or no more. */
  async identify(token: string): Promise<Caller | null> {
    const parsed = parseToken(token);
    if (!parsed) return null;
    const record = await this.read(parsed.id);
    if (!record || record.revokedAt || !matchesHash(parsed.secret, record.hash)) return null;
    return { keyId: record._id, scopes: record.scopes };
  }

  private async read(id: string): Promise<ApiKeyRecord | null> {
    const cached = this.cache.get(id);
    if (cached) return cached.record;
    const record = await this.model.findById(id).lean();
    this.cache.set(id, { record });
    return record;
  }
}
