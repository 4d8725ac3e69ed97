import { Logger } from '@nestjs/common';
import { Redis, ReplyError } from 'ioredis';

/** Injection token of the process's shared connection. */
export const REDIS = Symbol('redis');

const retryStrategy = (attempt: number): number => Math.min(attempt * 100, 2_000);

/** A connection that fails fast while Redis is down and reconnects by itself. */
export const connectRedis = (url: string): Redis =>
  quiet(new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy }));

/** A connection for subscriptions, which are restored whenever it reconnects. */
export const connectSubscriber = (url: string): Redis =>
  quiet(new Redis(url, { maxRetriesPerRequest: null, retryStrategy }));

/** Refusals of a Redis that is starting, read-only, full or busy. */
const NOT_NOW = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|OOM|NOREPLICAS)\b/;

/** @throws the error again if Redis is up and the request was wrong */
export function unlessAway(error: unknown): void {
  if (error instanceof ReplyError && !NOT_NOW.test((error as Error).message)) throw error;
}

/** Says once why Redis cannot be used, and again only after it could: each attempt has its error. */
function quiet(redis: Redis): Redis {
  const logger = new Logger('Redis');
  let isSaid = false;
  redis.on('ready', () => (isSaid = false));
  redis.on('error', ({ message }: Error) => {
    if (!isSaid) logger.warn(`Redis cannot be used: ${message || 'it is away'}`);
    isSaid = true;
  });
  return redis;
}
