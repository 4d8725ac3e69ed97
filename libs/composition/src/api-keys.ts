import { Injectable } from '@nestjs/common';
import type { Entitlement } from '@ome/domain';
import { Clock } from '@ome/engine';
import { ApiKeyStore, type StoredApiKey } from '@ome/persistence';
import { matchesHash, parseToken } from '@ome/platform';
import { LRUCache } from 'lru-cache';

/** How long a revoked key may still be accepted. */
const CACHED_MS = 5_000;

export interface Caller {
  keyId: string;
  scopes: readonly string[];
  entitlement: Entitlement;
  expiresAt: Date | null;
}

/** Looks up API keys, and caches them instead of reading the store at every request. */
@Injectable()
export class ApiKeys {
  private readonly cache = new LRUCache<string, { key: StoredApiKey | null }>({
    max: 10_000,
    ttl: CACHED_MS,
  });

  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: Clock,
  ) {}

  /** The caller with this token; null if the key is unknown or no longer valid. */
  async identify(token: string): Promise<Caller | null> {
    const parsed = parseToken(token);
    if (!parsed) return null;
    const key = await this.read(parsed.id);
    return key && matchesHash(parsed.secret, key.hash) ? this.callerWith(key) : null;
  }

  /** The caller of a session opened with this key; null if the key is no longer valid. */
  async callerOf(keyId: string): Promise<Caller | null> {
    const key = await this.read(keyId);
    return key && this.callerWith(key);
  }

  private callerWith({ id, scopes, accounts, users, ...key }: StoredApiKey): Caller | null {
    const { revokedAt, expiresAt } = key;
    if (revokedAt || (expiresAt && expiresAt <= this.clock.now())) return null;
    return { keyId: id, scopes, entitlement: { accounts, users }, expiresAt };
  }

  private async read(id: string): Promise<StoredApiKey | null> {
    const cached = this.cache.get(id);
    if (cached) return cached.key;
    const key = await this.store.find(id);
    this.cache.set(id, { key });
    return key;
  }
}
