import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a key may do; `admin` may do everything. */
export enum Scope {
  Orders = 'orders',
  Executions = 'executions',
  /** Feeding prices moves price bands, daily losses and valuations. */
  Prices = 'prices',
  Ops = 'ops',
  Admin = 'admin',
}

export interface NewApiKey {
  id: string;
  /** Shown once, to whoever made the key. */
  token: string;
  hash: string;
}

const TOKEN = /^ome_([0-9a-f]{16})_([\w-]{43})$/;

/** A key of 256 random bits, in the form `ome_<id>_<secret>`. */
export function createApiKey(): NewApiKey {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, token: `ome_${id}_${secret}`, hash: hashSecret(secret) };
}

export function parseToken(token: string): { id: string; secret: string } | null {
  const [, id, secret] = TOKEN.exec(token) ?? [];
  return id && secret ? { id, secret } : null;
}

/** A plain hash is enough: the secret is random, so there is nothing to guess. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex');

/** Compares in constant time. */
export const matchesHash = (secret: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(hash));

/** Compares in constant time, whatever their lengths. */
export const isSameSecret = (given: string, expected: string): boolean =>
  matchesHash(given, hashSecret(expected));

export const mayDo = (scopes: readonly string[], scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes(Scope.Admin);
