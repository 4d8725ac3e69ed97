import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a key, or a person by their roles, may do; `admin` may do everything. */
export enum Scope {
  /** Reading orders, fills, positions, prices and events. */
  View = 'view',
  /** Entering, changing and canceling orders; includes `view`. */
  Orders = 'orders',
  Executions = 'executions',
  /** Feeding prices moves price bands, daily losses and valuations. */
  Prices = 'prices',
  /** Letting requests of others go on. */
  Approvals = 'approvals',
  /** Limits and kill switches. */
  Risk = 'risk',
  /** Running the engine and its links; includes `risk`. */
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
  const { secret, hash } = createSecret();
  return { id, token: `ome_${id}_${secret}`, hash };
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

/** Scopes that another one includes, besides `admin`, which includes all. */
const INCLUDED_IN: Partial<Record<Scope, Scope>> = {
  [Scope.View]: Scope.Orders,
  [Scope.Risk]: Scope.Ops,
};

export const mayDo = (scopes: readonly string[], scope: Scope): boolean =>
  [scope, INCLUDED_IN[scope], Scope.Admin].some((one) => one !== undefined && scopes.includes(one));

/** A secret of 256 random bits, and the hash by which it is stored. */
export function createSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: hashSecret(secret) };
}
