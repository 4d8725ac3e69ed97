import { Module } from '@nestjs/common';
import {
  BookReport,
  Brokers,
  BrokerStores,
  ChangeOrder,
  Clock,
  EventMessages,
  ExecutionLinks,
  Ids,
  Instruments,
  Journal,
  MatchReports,
  Nudger,
  OrderReader,
  OrderWriter,
  PlaceOrder,
  PreTradeChecks,
  Projector,
  ResolveDoubt,
  RiskBook,
  RiskControls,
  RiskCounters,
  RiskMarket,
  RiskStore,
  UnmatchedReports,
} from '@ome/engine';
import { BreezeSymbols, brokerLinks, linkIdentities } from '@ome/execution-links';
import { BullNudger, connectRedis, redisCallBudgets } from '@ome/messaging';
import {
  dayIn,
  derivedId,
  Metrics,
  nextId,
  processName,
  SETTINGS,
  type Settings,
} from '@ome/platform';
import type { Redis } from 'ioredis';
import { REDIS } from './health/readiness';
import { LINK_ROUTES, type LinkRoutes } from './links/link-routes';
import { marketDay } from './risk/market-day';
import { RiskHeartbeat } from './risk/risk-heartbeat';

const systemClock: Clock = { now: () => new Date() };
const randomIds: Ids = { next: nextId, derive: derivedId };

/** The use cases that requests need, on the ports that PersistenceModule gives. */
@Module({
  providers: [
    { provide: Clock, useValue: systemClock },
    { provide: Ids, useValue: randomIds },
    {
      provide: REDIS,
      inject: [SETTINGS],
      useFactory: ({ REDIS_URL }: Settings) => connectRedis(REDIS_URL!),
    },
    {
      provide: LINK_ROUTES,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => new ExecutionLinks(linkIdentities(settings)),
    },
    {
      provide: Brokers,
      inject: [SETTINGS, REDIS, BrokerStores],
      useFactory: brokers,
    },
    {
      provide: BreezeSymbols,
      inject: [Instruments],
      useFactory: (instruments: Instruments) => new BreezeSymbols(instruments),
    },
    {
      provide: Nudger,
      inject: [SETTINGS, REDIS, LINK_ROUTES],
      useFactory: ({ REDIS_URL }: Settings, redis: Redis, links: LinkRoutes) =>
        new BullNudger(
          REDIS_URL!,
          (order) => links.of(order)?.route,
          () => redis.status === 'ready',
        ),
    },
    {
      provide: OrderWriter,
      inject: [Journal, OrderReader, Projector, Clock, Metrics],
      useFactory: (
        journal: Journal,
        orders: OrderReader,
        projector: Projector,
        clock: Clock,
        { events }: Metrics,
      ) => new OrderWriter(journal, orders, projector, clock, ({ type }) => events.inc({ type })),
    },
    {
      provide: PlaceOrder,
      inject: [OrderWriter, Ids, Nudger, LINK_ROUTES, PreTradeChecks],
      useFactory: (...ports: ConstructorParameters<typeof PlaceOrder>) => new PlaceOrder(...ports),
    },
    {
      provide: ChangeOrder,
      inject: [OrderWriter, Journal, Nudger, SETTINGS, PreTradeChecks],
      useFactory: (
        writer: OrderWriter,
        journal: Journal,
        nudger: Nudger,
        { REFUSE_CHANGES_AFTER_FILL: refuseAfterFill }: Settings,
        checks: PreTradeChecks,
      ) => new ChangeOrder(writer, journal, nudger, { refuseAfterFill }, checks),
    },
    {
      provide: RiskBook,
      inject: [RiskStore],
      useFactory: (store: RiskStore) =>
        new RiskBook(store, { reader: processName(), elapsedMs: () => performance.now() }),
    },
    RiskHeartbeat,
    {
      provide: PreTradeChecks,
      inject: [RiskBook, RiskCounters, RiskMarket, Instruments, SETTINGS],
      useFactory: (
        book: RiskBook,
        counters: RiskCounters,
        market: RiskMarket,
        instruments: Instruments,
        settings: Settings,
      ) => new PreTradeChecks(book, counters, market, instruments, marketDay(settings)),
    },
    {
      provide: RiskControls,
      inject: [RiskStore, RiskBook, RiskCounters, Clock],
      useFactory: (...ports: ConstructorParameters<typeof RiskControls>) =>
        new RiskControls(...ports),
    },
    {
      provide: BookReport,
      inject: [OrderWriter, Journal, OrderReader, UnmatchedReports, Ids, Nudger],
      useFactory: (...ports: ConstructorParameters<typeof BookReport>) => new BookReport(...ports),
    },
    {
      provide: MatchReports,
      inject: [UnmatchedReports, BookReport],
      useFactory: (...ports: ConstructorParameters<typeof MatchReports>) =>
        new MatchReports(...ports),
    },
    {
      provide: ResolveDoubt,
      inject: [OrderWriter, Nudger],
      useFactory: (...ports: ConstructorParameters<typeof ResolveDoubt>) =>
        new ResolveDoubt(...ports),
    },
    {
      provide: EventMessages,
      inject: [Journal],
      useFactory: (journal: Journal) => new EventMessages(journal),
    },
  ],
  exports: [
    LINK_ROUTES,
    Brokers,
    BreezeSymbols,
    REDIS,
    Clock,
    Ids,
    Nudger,
    OrderWriter,
    PlaceOrder,
    ChangeOrder,
    BookReport,
    MatchReports,
    ResolveDoubt,
    RiskBook,
    RiskControls,
    PreTradeChecks,
    EventMessages,
  ],
})
export class EngineModule {}

/** The sessions as requests see them: for logging in and for reading books, not for orders. */
function brokers(settings: Settings, redis: Redis, stores: BrokerStores): Brokers {
  const now = () => new Date();
  const all = brokerLinks({
    ...{ settings, stores, now },
    budgetOf: redisCallBudgets(redis, stores.calls, now, dayIn(settings.MARKET_TIME_ZONE)),
    onChange: () => undefined,
  });
  return new Brokers(all);
}
