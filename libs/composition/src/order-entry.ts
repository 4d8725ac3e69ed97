import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from '@nestjs/common';
import {
  ApprovalDemands,
  BasketAnnouncer,
  BasketJournal,
  BasketProjector,
  BasketWriter,
  BookReport,
  BookedPositions,
  BrokerHoldings,
  BrokerNets,
  Brokers,
  CancelOrders,
  ChangeOrder,
  PendingClosings,
  ClosePositions,
  ClosingGuard,
  ClosingOrders,
  ConversionJournal,
  ConvertPosition,
  Clock,
  DecideApprovals,
  DoubtFills,
  EntryChecks,
  EventMessages,
  ExchangeCalendar,
  ExecutionLinks,
  FindOrder,
  Ids,
  InstrumentNames,
  Instruments,
  Journal,
  PersistentClosings,
  type LinkIdentity,
  MarketHours,
  MatchRows,
  MatchReports,
  Nudger,
  OrderReader,
  HeldLegs,
  OrderWriter,
  FillsByOrigin,
  PhaseChecks,
  PlaceOrder,
  PositionAnnouncer,
  PositionProjector,
  NetPositions,
  PositionReader,
  PreTradeChecks,
  Projector,
  LeasedRiskSettings,
  RiskCounters,
  RiskMarket,
  RiskStore,
  UnmatchedReports,
  VenueTerms,
} from '@ome/engine';
import { linkPolicies, TakeReport } from '@ome/execution-links';
import { connectSubscriber } from '@ome/messaging';
import { OrderEntry, PositionClosing } from '@ome/order-entry';
import {
  dayIn,
  derivedId,
  provide,
  MarketTime,
  Metrics,
  nextId,
  processName,
  SETTINGS,
  type Settings,
} from '@ome/platform';
import { readExchangeCalendar } from './read-exchange-calendar';
import { marketDay } from './market-day';
import { RiskHeartbeat } from './risk-heartbeat';

const systemClock: Clock = { now: () => new Date() };
/** The one clock of a process, of its links as well. */
export const SYSTEM_CLOCK: Provider = { provide: Clock, useValue: systemClock };
const randomIds: Ids = { next: nextId, derive: derivedId };

/**
 * Providers that change orders, in any process: checked, journalled and nudged alike. The importing
 * module provides the process's `Nudger`, `ExecutionLinks`, `Brokers`, `BasketAnnouncer` and
 * `PositionAnnouncer`.
 */
export const ORDER_ENTRY: Provider[] = [
  provide(OrderEntry, ExecutionLinks, Instruments, Clock, MarketTime),
  SYSTEM_CLOCK,
  { provide: Ids, useValue: randomIds },
  {
    provide: OrderWriter,
    inject: [Journal, Projector, Clock, Metrics],
    useFactory: (journal: Journal, projector: Projector, clock: Clock, { events }: Metrics) =>
      new OrderWriter(journal, projector, clock, ({ type }) => events.inc({ type })),
  },
  {
    provide: LeasedRiskSettings,
    inject: [RiskStore],
    useFactory: (store: RiskStore) =>
      new LeasedRiskSettings(store, { reader: processName(), elapsedMs: () => performance.now() }),
  },
  {
    provide: RiskHeartbeat,
    inject: [LeasedRiskSettings, SETTINGS],
    useFactory: (settings: LeasedRiskSettings, { REDIS_URL }: Settings) =>
      new RiskHeartbeat(settings, connectSubscriber(REDIS_URL!)),
  },
  {
    provide: PreTradeChecks,
    inject: [LeasedRiskSettings, RiskCounters, RiskMarket, Instruments, SETTINGS],
    useFactory: (
      risk: LeasedRiskSettings,
      counters: RiskCounters,
      market: RiskMarket,
      instruments: Instruments,
      settings: Settings,
    ) =>
      new PreTradeChecks(
        risk,
        counters,
        market,
        instruments,
        marketDay(settings),
        linkPolicies(settings),
      ),
  },
  {
    provide: ApprovalDemands,
    inject: [LeasedRiskSettings, RiskMarket, MarketHours, Clock, SETTINGS],
    useFactory: (
      risk: LeasedRiskSettings,
      market: RiskMarket,
      hours: MarketHours,
      clock: Clock,
      settings: Settings,
    ) => {
      const { APPROVAL_MAX_WAIT_MS: longestMs } = settings;
      return new ApprovalDemands(risk, market, hours, clock, marketDay(settings), longestMs);
    },
  },
  provide(EntryChecks, PreTradeChecks, ApprovalDemands),
  {
    provide: VenueTerms,
    inject: [ExecutionLinks, InstrumentNames, Instruments, PhaseChecks, SETTINGS],
    useFactory: (
      links: ExecutionLinks<LinkIdentity>,
      names: InstrumentNames,
      instruments: Instruments,
      phases: PhaseChecks,
      { PRICE_OFF_TICK: offTick }: Settings,
    ) => new VenueTerms(links, names, instruments, offTick, phases),
  },
  provide(DecideApprovals, OrderWriter, Nudger, EntryChecks, VenueTerms, Clock),
  provide(PlaceOrder, OrderWriter, Ids, Nudger, ExecutionLinks, VenueTerms, EntryChecks),
  {
    provide: ChangeOrder,
    inject: [OrderWriter, Journal, Nudger, SETTINGS, VenueTerms, EntryChecks],
    useFactory: (
      writer: OrderWriter,
      journal: Journal,
      nudger: Nudger,
      { REFUSE_CHANGES_AFTER_FILL: refuseAfterFill }: Settings,
      venue: VenueTerms,
      checks: EntryChecks,
    ) => new ChangeOrder(writer, journal, nudger, { refuseAfterFill }, venue, checks),
  },
  provide(CancelOrders, ChangeOrder),
  {
    provide: BrokerHoldings,
    inject: [Brokers, PositionReader, MatchRows, Clock, SETTINGS],
    useFactory: (
      brokers: Brokers,
      positions: PositionReader,
      matchRows: MatchRows,
      clock: Clock,
      settings: Settings,
    ) => new BrokerHoldings(brokers, positions, matchRows, clock, dayIn(settings.MARKET_TIME_ZONE)),
  },
  {
    provide: BrokerNets,
    inject: [Brokers, NetPositions, Clock, SETTINGS],
    useFactory: (brokers: Brokers, positions: NetPositions, clock: Clock, settings: Settings) =>
      new BrokerNets(brokers, positions, clock, dayIn(settings.MARKET_TIME_ZONE)),
  },
  provide(ClosingOrders, OrderReader, PositionProjector, BookedPositions, ChangeOrder),
  {
    provide: ClosePositions,
    inject: [
      PositionReader,
      BrokerHoldings,
      ClosingOrders,
      PlaceOrder,
      ClosingGuard,
      Ids,
      Clock,
      SETTINGS,
    ],
    useFactory: (
      positions: PositionReader,
      holdings: BrokerHoldings,
      orders: ClosingOrders,
      place: PlaceOrder,
      guard: ClosingGuard,
      ids: Ids,
      clock: Clock,
      { CLOSE_WAIT_MS: waitMs }: Settings,
    ) => {
      const pause = (ms: number) => sleep(ms);
      const process = { guard, ids, clock, timing: { waitMs, pause } };
      return new ClosePositions(positions, holdings, orders, place, process);
    },
  },
  {
    provide: HeldLegs,
    inject: [
      BrokerHoldings,
      BookedPositions,
      PositionReader,
      ClosingOrders,
      FillsByOrigin,
      ClosingGuard,
      Clock,
      SETTINGS,
    ],
    useFactory: (
      holdings: BrokerHoldings,
      booked: BookedPositions,
      reader: PositionReader,
      orders: ClosingOrders,
      fills: FillsByOrigin,
      guard: ClosingGuard,
      clock: Clock,
      { CLOSE_CANCELS_RESTING: cancels }: Settings,
    ) => new HeldLegs(holdings, { booked, reader }, orders, fills, guard, clock, cancels),
  },
  {
    provide: PersistentClosings,
    inject: [ClosePositions, PendingClosings, PositionReader, OrderReader, Ids, Clock, SETTINGS],
    useFactory: (
      closing: ClosePositions,
      asked: PendingClosings,
      positions: PositionReader,
      orders: OrderReader,
      ids: Ids,
      clock: Clock,
      { MARKET_TIME_ZONE }: Settings,
    ) => {
      const books = { positions, orders };
      return new PersistentClosings(closing, asked, books, ids, clock, dayIn(MARKET_TIME_ZONE));
    },
  },
  {
    provide: MatchRows,
    inject: [OrderReader, VenueTerms, SETTINGS],
    useFactory: (orders: OrderReader, venue: VenueTerms, settings: Settings) =>
      new MatchRows(orders, venue, dayIn(settings.MARKET_TIME_ZONE)),
  },
  {
    provide: PositionClosing,
    inject: [BookedPositions, PositionReader, PersistentClosings, SETTINGS],
    useFactory: (
      booked: BookedPositions,
      positions: PositionReader,
      closings: PersistentClosings,
      { CLOSE_CANCELS_RESTING }: Settings,
    ) => new PositionClosing(booked, positions, closings, CLOSE_CANCELS_RESTING),
  },
  provide(
    ConvertPosition,
    Brokers,
    ConversionJournal,
    PositionReader,
    PositionAnnouncer,
    Ids,
    Clock,
  ),
  {
    provide: FindOrder,
    inject: [OrderReader, Ids, Clock, SETTINGS, VenueTerms],
    useFactory: (
      orders: OrderReader,
      ids: Ids,
      clock: Clock,
      { MARKET_TIME_ZONE }: Settings,
      venue: VenueTerms,
    ) => new FindOrder(orders, ids, clock, dayIn(MARKET_TIME_ZONE), venue),
  },
  {
    provide: DoubtFills,
    inject: [RiskMarket, Clock, SETTINGS],
    useFactory: (market: RiskMarket, clock: Clock, settings: Settings) =>
      new DoubtFills(market, clock, {
        pricePercent: settings.IMPLAUSIBLE_PRICE_PERCENT,
        stampAheadMs: settings.IMPLAUSIBLE_STAMP_AHEAD_MS,
      }),
  },
  provide(BookReport, OrderWriter, Journal, FindOrder, UnmatchedReports, Nudger, DoubtFills),
  provide(MatchReports, UnmatchedReports, BookReport, OrderReader),
  provide(TakeReport, BookReport, MarketTime),
  {
    provide: ExchangeCalendar,
    inject: [SETTINGS],
    useFactory: ({ EXCHANGE_CALENDAR_FILE: file }: Settings) => readExchangeCalendar(file),
  },
  provide(MarketHours, ExchangeCalendar, Instruments),
  {
    provide: PhaseChecks,
    inject: [MarketHours, Clock, SETTINGS],
    useFactory: (hours: MarketHours, clock: Clock, settings: Settings) =>
      new PhaseChecks(hours, linkPolicies(settings), clock, settings.MARKET_PHASES === 'enforce'),
  },
  provide(BasketWriter, BasketJournal, BasketProjector, BasketAnnouncer, Clock),
  provide(EventMessages, Journal),
];
