import type { Provider } from '@nestjs/common';
import { Clock, OrderFollowers, PositionAnnouncer } from '@ome/engine';
import { CachedOrderFollowers, connectRedis, REDIS, RedisPositionAnnouncer } from '@ome/messaging';
import { dayIn, SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';

export const REDIS_CONNECTION: Provider = {
  provide: REDIS,
  inject: [SETTINGS],
  useFactory: ({ REDIS_URL }: Settings) => connectRedis(REDIS_URL!),
};

/** Providers that every process has on its Redis connection. */
export const ON_REDIS: Provider[] = [
  {
    provide: CachedOrderFollowers,
    inject: [OrderFollowers, REDIS],
    useFactory: (followers: OrderFollowers, redis: Redis) =>
      new CachedOrderFollowers(followers, redis),
  },
  {
    provide: PositionAnnouncer,
    inject: [REDIS, Clock, SETTINGS],
    useFactory: (redis: Redis, clock: Clock, { MARKET_TIME_ZONE }: Settings) => {
      const dayOf = dayIn(MARKET_TIME_ZONE);
      return new RedisPositionAnnouncer(redis, () => dayOf(clock.now()));
    },
  },
];
