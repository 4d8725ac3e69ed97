import { Injectable } from '@nestjs/common';
import { ApiKeyStore, type StoredApiKey } from '@ome/persistence';
import { matchesHash, parseToken } from '@ome/platform';
import { LRUCache } from 'lru-cache';

/** How long a revoked key may still be taken. */
const CACHED_MS = 5_000;

export interface Caller {
  keyId: string;
  scopes: readonly string[];
}

/** Looks up API keys; a key is read from the store once in a while, not on every request. */
@Injectable()
export class ApiKeys {
  private readonly cache = new LRUCache<string, { key: StoredApiKey | null }>({
    max: 10_000,
    ttl: CACHED_MS,
  });

  constructor(private readonly store: ApiKeyStore) {}

  /** The caller with this token; null where there is none, or no more. */
  async identify(token: string): Promise<Caller | null> {
    const parsed = parseToken(token);
    if (!parsed) return null;
    const key = await this.read(parsed.id);
    return key && matchesHash(parsed.secret, key.hash) ? callerWith(key) : null;
  }

  /** The caller of a session that was opened with this key; null where it is revoked. */
  async callerOf(keyId: string): Promise<Caller | null> {
    const key = await this.read(keyId);
    return key && callerWith(key);
  }

  private async read(id: string): Promise<StoredApiKey | null> {
    const cached = this.cache.get(id);
    if (cached) return cached.key;
    const key = await this.store.find(id);
    this.cache.set(id, { key });
    return key;
  }
}

const callerWith = ({ id: keyId, scopes, revokedAt }: StoredApiKey): Caller | null =>
  revokedAt ? null : { keyId, scopes };
