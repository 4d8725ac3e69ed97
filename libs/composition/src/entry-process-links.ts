import type { Provider } from '@nestjs/common';
import {
  BasketAnnouncer,
  Brokers,
  BrokerStores,
  Clock,
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
 * Replaces the links in a process that accepts orders and leaves sending to workers: names of
 * links, sessions for reading brokers' records, and ways to notify workers.
 */
export const ENTRY_PROCESS_LINKS: Provider[] = [
  {
    provide: ExecutionLinks,
    inject: [SETTINGS],
    useFactory: (settings: Settings) =>
      new ExecutionLinks([...linkIdentities(settings), SLICES_IDENTITY]),
  },
  {
    provide: Brokers,
    inject: [SETTINGS, REDIS, BrokerStores, Clock],
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
    // Workers find missed announcements by themselves.
    useFactory: (redis: Redis) => new RedisBasketAnnouncer(redis, () => undefined),
  },
  {
    provide: RiskNudger,
    inject: [REDIS],
    useFactory: (redis: Redis) => new RedisRiskNudger(redis),
  },
];

/** The sessions for requests: to log in and to read brokers' records, not to send orders. */
function brokers(settings: Settings, redis: Redis, stores: BrokerStores, clock: Clock): Brokers {
  const now = () => clock.now();
  const all = brokerLinks({
    settings,
    stores,
    now,
    budgetOf: redisCallBudgets(redis, stores.calls, now, dayIn(settings.MARKET_TIME_ZONE)),
    onChange: () => undefined,
  });
  return new Brokers(all);
}
