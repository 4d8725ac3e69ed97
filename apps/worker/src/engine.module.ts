import { Logger, Module } from '@nestjs/common';
import {
  AbsorbRows,
  AdoptOrders,
  AnnounceEvents,
  BookReport,
  Brokers,
  ChangeOrder,
  Clock,
  ClosePositions,
  ComparePositions,
  ConversionJournal,
  ConvertPosition,
  DeliverFills,
  Differences,
  EndPurgedOrders,
  EventMessages,
  ExchangeCalendar,
  ExecutionLinks,
  ExpireDayOrders,
  FlattenLosses,
  FollowPositions,
  FollowSlices,
  Followers,
  Ids,
  LastingClosings,
  LossBreaches,
  MarketHours,
  MatchReports,
  NetPositions,
  Nudger,
  OrderReader,
  OrderWriter,
  OverdueOrders,
  PositionAnnouncer,
  PositionBook,
  PositionHolders,
  PositionReader,
  PreTradeChecks,
  ProjectionCheck,
  ReconcileBroker,
  SettleConversions,
  RiskCounters,
  RiskStore,
  SendCommands,
  SendRules,
  SettleCounters,
  TradePost,
  UndeliveredMessages,
} from '@ome/engine';
import { CachedFollowers, REDIS, RedisAnnouncer, RedisPositionAnnouncer } from '@ome/messaging';
import { made, marketDay, ORDER_ENTRY } from '@ome/composition';
import { dayIn, Metrics, SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';
import { BASKETS } from './baskets/baskets.providers';
import { BasketSweep } from './baskets/basket-sweep';
import { CallTimes } from './dispatch/call-times';
import { Dispatchers } from './dispatch/dispatchers';
import { OutsideModule } from './outside.module';
import { sendTiming, settleMs } from './send-timing';
import { SLICING } from './slices/slicing.providers';

const logger = new Logger('Engine');

/** The use cases that the worker runs. */
@Module({
  imports: [OutsideModule],
  providers: [
    ...ORDER_ENTRY,
    ...SLICING,
    ...BASKETS,
    CallTimes,
    {
      provide: SendRules,
      inject: [PreTradeChecks, MarketHours, SETTINGS],
      useFactory: (checks: PreTradeChecks, hours: MarketHours, settings: Settings) =>
        new SendRules(checks, hours, sendTiming(settings)),
    },
    {
      provide: SendCommands,
      inject: [OrderWriter, ExecutionLinks, Clock, SendRules, Metrics, CallTimes],
      useFactory: (
        writer: OrderWriter,
        links: ExecutionLinks,
        clock: Clock,
        rules: SendRules,
        metrics: Metrics,
        times: CallTimes,
      ) =>
        new SendCommands(writer, links, clock, rules, {
          sent: (order, { kind, clOrdId, requestId }, outcome, tookMs) => {
            const { link, orderId } = order;
            const answered = outcome === 'accepted' || outcome === 'refused';
            const route = links.of(order)?.route ?? link;
            if (answered) times.answered(route, tookMs);
            else times.failed(route);
            metrics.commandsSent.inc({ link, kind, outcome });
            metrics.linkCallSeconds.observe({ link }, tookMs / 1_000);
            const sent = { link, orderId, clOrdId, kind, requestId, outcome, tookMs };
            if (outcome === 'accepted') logger.debug(sent, 'A command was sent');
            else logger.warn(sent, 'A command was not taken');
          },
        }),
    },
    {
      provide: Dispatchers,
      inject: [ExecutionLinks, SendCommands],
      useFactory: ({ all }: ExecutionLinks, send: SendCommands) =>
        new Dispatchers(all, send, {
          failed: (orderId, err) =>
            logger.error({ err, orderId }, 'An order could not be advanced'),
        }),
    },
    {
      provide: Nudger,
      inject: [ExecutionLinks, Dispatchers],
      useFactory: (links: ExecutionLinks, dispatchers: Dispatchers): Nudger => ({
        nudge: (order, urgency = 'normal') => {
          const route = links.of(order)?.route;
          if (route) void dispatchers.nudge(route, [order.orderId], urgency);
        },
      }),
    },
    {
      provide: AdoptOrders,
      inject: [OrderWriter, OrderReader, Brokers, PositionHolders, Ids, SETTINGS],
      useFactory: (
        writer: OrderWriter,
        orders: OrderReader,
        brokers: Brokers,
        holders: PositionHolders,
        ids: Ids,
        settings: Settings,
      ) =>
        new AdoptOrders(writer, orders, brokers, holders, ids, {
          dayOf: dayIn(settings.MARKET_TIME_ZONE),
          settleMs: settleMs(sendTiming(settings)),
        }),
    },
    {
      provide: EndPurgedOrders,
      inject: [OrderWriter, MarketHours, SETTINGS],
      useFactory: (writer: OrderWriter, hours: MarketHours, settings: Settings) =>
        new EndPurgedOrders(writer, hours, settings.DAY_ORDERS_PURGED === 'keep-open'),
    },
    made(AbsorbRows, OrderReader, BookReport, AdoptOrders, EndPurgedOrders),
    made(SettleConversions, ConversionJournal, ConvertPosition, PositionReader, Ids, Clock),
    made(ComparePositions, Brokers, NetPositions, SettleConversions, Clock),
    made(ReconcileBroker, AbsorbRows, OrderReader, Brokers, ComparePositions, Differences, Clock),
    {
      provide: ExpireDayOrders,
      inject: [OverdueOrders, ExchangeCalendar, OrderWriter, Clock, ExecutionLinks, SETTINGS],
      useFactory: expireDayOrders,
    },
    made(SettleCounters, RiskStore, RiskCounters, Clock),
    {
      provide: FlattenLosses,
      inject: [
        RiskStore,
        LossBreaches,
        PreTradeChecks,
        OrderReader,
        PositionReader,
        ChangeOrder,
        ClosePositions,
        Clock,
        SETTINGS,
      ],
      useFactory: (
        store: RiskStore,
        breaches: LossBreaches,
        checks: PreTradeChecks,
        orders: OrderReader,
        positions: PositionReader,
        change: ChangeOrder,
        closing: ClosePositions,
        clock: Clock,
        settings: Settings,
      ) =>
        new FlattenLosses(
          store,
          breaches,
          checks,
          { orders, positions, change, closing },
          marketDay(settings),
          clock,
        ),
    },
    {
      provide: CachedFollowers,
      inject: [Followers, REDIS],
      useFactory: (followers: Followers, redis: Redis) => new CachedFollowers(followers, redis),
    },
    {
      provide: AnnounceEvents,
      inject: [EventMessages, CachedFollowers, REDIS, MatchReports, ProjectionCheck, SETTINGS],
      useFactory: (
        messages: EventMessages,
        followers: CachedFollowers,
        redis: Redis,
        matchReports: MatchReports,
        projections: ProjectionCheck,
        { LEGACY_CHANNELS }: Settings,
      ) =>
        new AnnounceEvents(
          messages,
          followers,
          new RedisAnnouncer(redis, LEGACY_CHANNELS),
          matchReports,
          projections,
        ),
    },
    {
      provide: FollowPositions,
      inject: [PositionBook, PositionAnnouncer],
      useFactory: (book: PositionBook, announcer: PositionAnnouncer) =>
        new FollowPositions(book, announcer, (err) =>
          logger.warn({ err }, 'Positions are announced later'),
        ),
    },
    {
      provide: PositionAnnouncer,
      inject: [REDIS, Clock, SETTINGS],
      useFactory: (redis: Redis, clock: Clock, { MARKET_TIME_ZONE }: Settings) => {
        const dayOf = dayIn(MARKET_TIME_ZONE);
        return new RedisPositionAnnouncer(redis, () => dayOf(clock.now()));
      },
    },
    {
      provide: DeliverFills,
      inject: [EventMessages, TradePost, UndeliveredMessages, Clock],
      useFactory: (
        messages: EventMessages,
        tradePost: TradePost | null,
        undelivered: UndeliveredMessages,
        clock: Clock,
      ) => tradePost && new DeliverFills(messages, tradePost, undelivered, clock),
    },
  ],
  exports: [
    OutsideModule,
    CallTimes,
    AbsorbRows,
    ReconcileBroker,
    Dispatchers,
    MatchReports,
    CachedFollowers,
    AnnounceEvents,
    FollowPositions,
    FollowSlices,
    DeliverFills,
    ExpireDayOrders,
    SettleCounters,
    FlattenLosses,
    LastingClosings,
    BasketSweep,
  ],
})
export class EngineModule {}

/** Null where every link is left to say itself what has ended. */
function expireDayOrders(
  overdue: OverdueOrders,
  calendar: ExchangeCalendar,
  writer: OrderWriter,
  clock: Clock,
  { all }: ExecutionLinks,
  { DAY_ORDERS_EXPIRE: expire }: Settings,
): ExpireDayOrders | null {
  if (expire === 'by-link') return null;
  const reporting = expire === null ? all.filter(({ reportsExpiry }) => reportsExpiry) : [];
  const names = reporting.map(({ name }) => name);
  return new ExpireDayOrders(overdue, calendar, writer, clock, names);
}
