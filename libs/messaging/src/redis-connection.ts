import { Redis, ReplyError } from 'ioredis';

/** Injection token of the connection that a process shares. */
export const REDIS = Symbol('redis');

const retryStrategy = (attempt: number): number => Math.min(attempt * 100, 2_000);

/** A connection that fails fast while Redis is away and comes back by itself. */
export const connectRedis = (url: string): Redis =>
  quiet(new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy }));

/** A connection for subscriptions: they are made, and made again, whenever Redis is there. */
export const connectSubscriber = (url: string): Redis =>
  quiet(new Redis(url, { maxRetriesPerRequest: null, retryStrategy }));

/** Refusals of a Redis that starts, follows another one, is full, or is busy. */
const NOT_NOW = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|OOM|NOREPLICAS)\b/;

/** @throws the error again where Redis is there, and what it was asked is at fault */
export function unlessAway(error: unknown): void {
  if (error instanceof ReplyError && !NOT_NOW.test((error as Error).message)) throw error;
}

function quiet(redis: Redis): Redis {
  // Health says whether Redis is there; without a listener ioredis would print every attempt.
  redis.on('error', () => undefined);
  return redis;
}
