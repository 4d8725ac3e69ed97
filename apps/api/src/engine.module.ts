import { OrderEntry } from '@ome/order-entry';
import { Module } from '@nestjs/common';
import {
  BasketAnnouncer,
  BasketWriter,
  BookReport,
  Brokers,
  BrokerStores,
  CancelBasket,
  ChangeOrder,
  Clock,
  LastingClosings,
  ConfirmFill,
  ConvertPosition,
  CreateBasket,
  EventMessages,
  ExchangeCalendar,
  ExecutionLinks,
  Ids,
  ImportInstruments,
  InstrumentMaster,
  Journal,
  type LinkIdentity,
  MatchReports,
  Nudger,
  OrderWriter,
  PlaceOrder,
  PositionAnnouncer,
  PreTradeChecks,
  ResolveDoubt,
  RiskBook,
  RiskControls,
  RiskCounters,
  RiskStore,
  SLICES_IDENTITY,
} from '@ome/engine';
import { BrokerContractFiles, brokerLinks, linkIdentities } from '@ome/execution-links';
import {
  BullNudger,
  connectRedis,
  REDIS,
  RedisBasketAnnouncer,
  redisCallBudgets,
  RedisPositionAnnouncer,
} from '@ome/messaging';
import { made, ORDER_ENTRY } from '@ome/composition';
import { dayIn, SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';

/** The use cases that requests need, on the ports that PersistenceModule gives. */
@Module({
  providers: [
    ...ORDER_ENTRY,
    {
      provide: REDIS,
      inject: [SETTINGS],
      useFactory: ({ REDIS_URL }: Settings) => connectRedis(REDIS_URL!),
    },
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
          (order) => links.of(order)?.route,
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
      provide: PositionAnnouncer,
      inject: [REDIS, Clock, SETTINGS],
      useFactory: (redis: Redis, clock: Clock, { MARKET_TIME_ZONE }: Settings) => {
        const dayOf = dayIn(MARKET_TIME_ZONE);
        return new RedisPositionAnnouncer(redis, () => dayOf(clock.now()));
      },
    },
    made(CreateBasket, BasketWriter, Ids, ExecutionLinks),
    {
      provide: CancelBasket,
      inject: [BasketWriter],
      useFactory: (writer: BasketWriter) => new CancelBasket(writer),
    },
    made(RiskControls, RiskStore, RiskBook, RiskCounters, Clock),
    {
      provide: ImportInstruments,
      inject: [InstrumentMaster, SETTINGS],
      useFactory: (master: InstrumentMaster, { MARKET_TIME_ZONE }: Settings) => {
        const dayOf = dayIn(MARKET_TIME_ZONE);
        const today = () => dayOf(new Date());
        return new ImportInstruments(new BrokerContractFiles(), master, today);
      },
    },
    made(ConfirmFill, OrderWriter, Journal),
    made(ResolveDoubt, OrderWriter, Nudger),
  ],
  exports: [
    ExchangeCalendar,
    OrderEntry,
    ExecutionLinks,
    Brokers,
    REDIS,
    Clock,
    Ids,
    Nudger,
    OrderWriter,
    PlaceOrder,
    ChangeOrder,
    LastingClosings,
    ConvertPosition,
    CreateBasket,
    CancelBasket,
    ImportInstruments,
    BookReport,
    MatchReports,
    ResolveDoubt,
    ConfirmFill,
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
    settings,
    stores,
    now,
    budgetOf: redisCallBudgets(redis, stores.calls, now, dayIn(settings.MARKET_TIME_ZONE)),
    onChange: () => undefined,
  });
  return new Brokers(all);
}
