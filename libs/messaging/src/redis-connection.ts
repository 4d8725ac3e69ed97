import { Redis } from 'ioredis';

/** A connection that fails fast while Redis is away and comes back by itself. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  // Health says whether Redis is there; without a listener ioredis would print every attempt.
  redis.on('error', () => undefined);
  return redis;
}
