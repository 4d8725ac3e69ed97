import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { REDIS_CONNECTION, SYSTEM_CLOCK } from '@ome/composition';
import {
  Brokers,
  BrokerStores,
  Clock,
  ExecutionLinks,
  isBrokerLink,
  PlaceSlices,
  SlicesLink,
  TradePost,
} from '@ome/engine';
import {
  brokerLinks,
  FixLink,
  fixRoute,
  HttpTradePost,
  REST,
  RestLink,
} from '@ome/execution-links';
import { REDIS, redisCallBudgets } from '@ome/messaging';
import { dayIn, SettingFault, SETTINGS, type Settings } from '@ome/platform';
import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';

const logger = new Logger('Links');
const TRADE_POST_TIMEOUT_MS = 5_000;

/** Emits an event when a link comes up or goes down. */
export class LinkChanges extends EventEmitter<{ change: [link: string] }> {}

/** The external systems of the worker besides MongoDB. */
@Module({
  providers: [
    { provide: LinkChanges, useFactory: () => new LinkChanges() },
    REDIS_CONNECTION,
    SYSTEM_CLOCK,
    {
      provide: ExecutionLinks,
      inject: [SETTINGS, LinkChanges, REDIS, BrokerStores, ModuleRef, Clock],
      useFactory: executionLinks,
    },
    {
      provide: Brokers,
      inject: [ExecutionLinks],
      useFactory: ({ all }: ExecutionLinks) => new Brokers(all.filter(isBrokerLink)),
    },
    {
      provide: TradePost,
      inject: [SETTINGS],
      useFactory: ({ TRADE_POST_URL: url, MARKET_TIME_ZONE: timeZone }: Settings) =>
        url === null
          ? null
          : new HttpTradePost({ url, timeZone, timeoutMs: TRADE_POST_TIMEOUT_MS }),
    },
  ],
  exports: [LinkChanges, REDIS, ExecutionLinks, Brokers, TradePost],
})
export class OutsideModule implements OnApplicationShutdown {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly links: ExecutionLinks,
    @Inject(TradePost) private readonly tradePost: HttpTradePost | null,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.links.all.map((link) => link.close()));
    await this.tradePost?.close();
    this.redis.disconnect();
  }
}

function executionLinks(
  settings: Settings,
  changes: LinkChanges,
  redis: Redis,
  stores: BrokerStores,
  modules: ModuleRef,
  clock: Clock,
): ExecutionLinks {
  const now = () => clock.now();
  const brokers = brokerLinks({
    settings,
    stores,
    now,
    budgetOf: redisCallBudgets(redis, stores.calls, now, dayIn(settings.MARKET_TIME_ZONE)),
    onChange: (route) => changes.emit('change', route),
  });
  // Slices are orders and are placed through the links, which exist by the time one is sent.
  const slices = new SlicesLink(settings.NEW_ORDER_MAX_WAIT_MS, () =>
    modules.get(PlaceSlices, { strict: false }),
  );
  return new ExecutionLinks([
    restLink(settings, changes, now),
    ...fixLinks(settings, changes, now),
    ...brokers,
    slices,
  ]);
}

function fixLinks(settings: Settings, changes: LinkChanges, now: () => Date): FixLink[] {
  return settings.FIX_LINK_SESSIONS.map((access) => {
    const route = fixRoute(access);
    return new FixLink({
      access,
      timeoutMs: settings.LINK_TIMEOUT_MS,
      connections: settings.LINK_CONCURRENCY,
      newOrderMaxWaitMs: settings.NEW_ORDER_MAX_WAIT_MS,
      now,
      onHealthChange: () => changes.emit('change', route),
      tell: (text) => logger.log({ link: route, reason: text }, 'A connection to a venue ended'),
    });
  });
}

function restLink(settings: Settings, changes: LinkChanges, now: () => Date): RestLink {
  const { EXECUTION_LINK_URL: url } = settings;
  if (url === null) {
    throw new SettingFault('EXECUTION_LINK_URL must be set to the address of the execution link.');
  }
  return new RestLink({
    name: REST,
    url,
    key: settings.EXECUTION_LINK_KEY,
    timeoutMs: settings.LINK_TIMEOUT_MS,
    connections: settings.LINK_CONCURRENCY,
    newOrderMaxWaitMs: settings.NEW_ORDER_MAX_WAIT_MS,
    timeZone: settings.MARKET_TIME_ZONE,
    priceDecimals: settings.EXECUTION_LINK_PRICE_DECIMALS,
    now,
    onHealthChange: () => changes.emit('change', REST),
  });
}
