import { Injectable } from '@nestjs/common';
import { overlap } from '@ome/domain';
import { Clock } from '@ome/engine';
import { ApiKeyStore, type StoredApiKey, UserStore } from '@ome/persistence';
import { commonScopes, matchesHash, parseToken, scopesOf } from '@ome/platform';
import { LRUCache } from 'lru-cache';
import { actorOf, type Caller } from './caller';

/** How long a revoked key may still be accepted. */
const CACHED_MS = 5_000;

/** Who calls by an API key. */
export type KeyCaller = Caller & { keyId: string };

/** Looks up API keys, and caches them instead of reading the store at every request. */
@Injectable()
export class ApiKeys {
  private readonly cache = new LRUCache<string, { key: StoredApiKey | null }>({
    max: 10_000,
    ttl: CACHED_MS,
  });

  constructor(
    private readonly store: ApiKeyStore,
    private readonly people: UserStore,
    private readonly clock: Clock,
  ) {}

  /** The caller with this token; null if the key is unknown or no longer valid. */
  async identify(token: string): Promise<KeyCaller | null> {
    const parsed = parseToken(token);
    if (!parsed) return null;
    const key = await this.read(parsed.id);
    return key && matchesHash(parsed.secret, key.hash) ? this.callerWith(key) : null;
  }

  /** The caller of a session opened with this key; null if the key is no longer valid. */
  async callerOf(keyId: string): Promise<KeyCaller | null> {
    const key = await this.read(keyId);
    return key && this.callerWith(key);
  }

  private async callerWith(key: StoredApiKey): Promise<KeyCaller | null> {
    const { id: keyId, owner, scopes, accounts, users, revokedAt, expiresAt } = key;
    if (revokedAt || (expiresAt && expiresAt <= this.clock.now())) return null;
    const entitlement = { accounts, users };
    if (owner === null) return { keyId, by: keyId, login: null, scopes, entitlement, expiresAt };
    return this.personWith({ ...key, owner });
  }

  /** A personal key reaches no further than its owner does now. */
  private async personWith(key: StoredApiKey & { owner: string }): Promise<KeyCaller | null> {
    const { id: keyId, owner: login, expiresAt } = key;
    const person = await this.people.find(login);
    if (!person || person.disabled) return null;
    const scopes = commonScopes(key.scopes, scopesOf(person.roles));
    const entitlement = overlap(key, person);
    if (scopes.length === 0 || !entitlement) return null;
    return { keyId, by: actorOf(login), login, scopes, entitlement, expiresAt };
  }

  private async read(id: string): Promise<StoredApiKey | null> {
    const cached = this.cache.get(id);
    if (cached) return cached.key;
    const key = await this.store.find(id);
    this.cache.set(id, { key });
    return key;
  }
}
