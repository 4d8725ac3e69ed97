import type { Provider } from '@nestjs/common';
import {
  BasketAnnouncer,
  Brokers,
  BrokerStores,
  ExecutionLinks,
  type LinkIdentity,
  Nudger,
  RiskNudger,
  SLICES_IDENTITY,
} from '@ome/engine';
import { brokerLinks, linkIdentities } from '@ome/execution-links';
import {
  BullNudger,
  REDIS,
  RedisBasketAnnouncer,
  redisCallBudgets,
  RedisRiskNudger,
} from '@ome/messaging';
import { dayIn, SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';

/**
 * What a process has in place of the links, where it takes orders and leaves the sending to workers:
 * names of links, the sessions for reading books, and ways to tell workers.
 */
export const BESIDE_WORKERS: Provider[] = [
  {
    provide: ExecutionLinks,
    inject: [SETTINGS],
    useFactory: (settings: Settings) =>
      new ExecutionLinks([...linkIdentities(settings), SLICES_IDENTITY]),
  },
  {
    provide: Brokers,
    inject: [SETTINGS, REDIS, BrokerStores],
    useFactory: brokers,
  },
  {
    provide: Nudger,
    inject: [SETTINGS, REDIS, ExecutionLinks],
    useFactory: ({ REDIS_URL }: Settings, redis: Redis, links: ExecutionLinks<LinkIdentity>) =>
      new BullNudger(
        REDIS_URL!,
        (order) => links.linkFor(order)?.route,
        () => redis.status === 'ready',
      ),
  },
  {
    provide: BasketAnnouncer,
    inject: [REDIS],
    // Workers find what they do not hear of.
    useFactory: (redis: Redis) => new RedisBasketAnnouncer(redis, () => undefined),
  },
  {
    provide: RiskNudger,
    inject: [REDIS],
    useFactory: (redis: Redis) => new RedisRiskNudger(redis),
  },
];

/** The sessions as requests see them: for logging in and for reading books, not for orders. */
function brokers(settings: Settings, redis: Redis, stores: BrokerStores): Brokers {
  const now = () => new Date();
  const all = brokerLinks({
    settings,
    stores,
    now,
    budgetOf: redisCallBudgets(redis, stores.calls, now, dayIn(settings.MARKET_TIME_ZONE)),
    onChange: () => undefined,
  });
  return new Brokers(all);
}
