import {
  decimal,
  type Order,
  ORDER_DEFAULTS,
  OrdType,
  type SendTiming,
  Side,
  TimeInForce,
} from '@ome/domain';
import { FileExchangeCalendar } from '@ome/composition';
import { derivedId, nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { RestLink } from '../../../execution-links/src/rest/rest-link';
import { MongoJournal } from '../../../persistence/src/journal/order-stream';
import { MongoProjector } from '../../../persistence/src/mongo-projector';
import { MongoHeldOrders } from '../../../persistence/src/orders/mongo-held-orders';
import { MongoOrderReader } from '../../../persistence/src/orders/mongo-order-reader';
import { JOURNAL_OPTIONS, utcDay } from '../../../persistence/src/testing/test-store';
import { MongoUnmatchedReports } from '../../../persistence/src/unmatched-reports/mongo-unmatched-reports';
import {
  ApprovalDemands,
  BookReport,
  ChangeOrder,
  DecideApprovals,
  DoubtFills,
  type ExchangeCalendar,
  EntryChecks,
  ExecutionLinks,
  ExpireApprovals,
  FindOrder,
  InstrumentNames,
  type InstrumentFacts,
  MarketHours,
  OrderWriter,
  PhaseChecks,
  PlaceOrder,
  type PlaceOrderCommand,
  PreTradeChecks,
  ResolveDoubt,
  LeasedRiskSettings,
  SendCommands,
  type SendingProcesses,
  SendRules,
  VenueTerms,
} from '..';
import type { Origin } from '../order-writer';
import { MongoRiskCounters } from '../../../persistence/src/risk/mongo-risk-counters';
import { KnownInstruments } from './known-instruments';
import { MemoryRiskStore } from './memory-risk-store';
import { failedProjection } from './failed-projection';

export {
  dropTestStore,
  JOURNAL_OPTIONS,
  openTestStore,
} from '../../../persistence/src/testing/test-store';

export const TIMING: SendTiming = {
  sendWindowMs: 2_000,
  linkTimeoutMs: 1_000,
  settleMarginMs: 500,
  newOrderMaxWaitMs: 60_000,
};

/** No positions. */
export const FLAT = { netQty: async () => decimal(0) };

/** No fill is implausible. */
export const NO_DOUBTS = { pricePercent: 1_000_000, stampAheadMs: Infinity };

const BY_TEST = { by: 'test', requestId: 'request-1' };

export { utcDay };

/** A clock that tests advance. */
export class TestClock {
  aheadMs = 0;
  now = (): Date => new Date(Date.now() + this.aheadMs);
}

/** Links decide in every phase. */
export const NO_PHASES = { refusal: () => null };
/** How long a request waits for approval. */
export const APPROVAL_MS = 60_000;

/** No exchange's hours are known. */
const NO_CALENDAR = new FileExchangeCalendar({});

/** Parts that rigs share, or replace. */
export interface RigParts {
  riskStore?: MemoryRiskStore;
  calendar?: ExchangeCalendar;
  /** Of the instrument master. */
  rows?: InstrumentFacts[];
  /** Positions; none if left out. */
  nets?: typeof FLAT;
  /** Whether a process that sent has ended; each has if left out. */
  hasEnded?: SendingProcesses['hasEnded'];
}

/** The use cases of one process on a store, with a REST link to the test's server. */
export class EngineRig {
  readonly link: RestLink;
  readonly journal: MongoJournal;
  readonly writer: OrderWriter;
  readonly entry: EntryChecks;
  readonly send: SendCommands;
  readonly bookReport: BookReport;
  readonly projector: MongoProjector;
  readonly change: ChangeOrder;
  readonly resolveDoubt: ResolveDoubt;
  readonly outcomes: string[] = [];
  readonly riskStore: MemoryRiskStore;
  readonly risk: LeasedRiskSettings;
  readonly place: PlaceOrder;
  readonly venueTerms: VenueTerms;
  readonly approvals: DecideApprovals;
  readonly expireApprovals: ExpireApprovals;

  constructor(
    connection: Connection,
    readonly venue: FakeHttpServer,
    readonly clock: TestClock = new TestClock(),
    { riskStore, calendar, rows = [], nets = FLAT, hasEnded = async () => true }: RigParts = {},
  ) {
    const elapsedMs = () => this.clock.aheadMs;
    this.riskStore = riskStore ?? new MemoryRiskStore(elapsedMs);
    this.risk = new LeasedRiskSettings(this.riskStore, { reader: nextId(), elapsedMs });
    const db = connection.db!;
    const nudger = { nudge: () => undefined };
    const ids = { next: nextId, derive: derivedId };
    this.journal = new MongoJournal(db, JOURNAL_OPTIONS);
    const reader = new MongoOrderReader(db.collection('orders'));
    this.projector = new MongoProjector(
      db.collection('orders'),
      db.collection('fills'),
      this.journal,
      { failed: failedProjection },
    );
    this.writer = new OrderWriter(this.journal, this.projector, this.clock, () => undefined);
    const checks = new PreTradeChecks(
      this.risk,
      new MongoRiskCounters(
        db.collection('risk_counters'),
        db.collection('orders'),
        this.journal,
        nets,
      ),
      { lastPrice: async () => null, dayResult: async () => decimal(0) },
      new KnownInstruments([]),
      () => ({ date: '2026-01-01', beganAt: new Date(0) }),
    );
    const instruments = new KnownInstruments(rows);
    const hours = new MarketHours(calendar ?? NO_CALENDAR, instruments);
    const day = () => ({ date: '2026-01-01', beganAt: this.clock.now() });
    const market = { lastPrice: async () => null };
    const { risk } = this;
    const demands = new ApprovalDemands(risk, market, hours, this.clock, day, APPROVAL_MS);
    const entry = new EntryChecks(checks, demands);
    this.entry = entry;
    const rules = { refuseAfterFill: false };
    this.resolveDoubt = new ResolveDoubt(this.writer, nudger);
    const unmatched = new MongoUnmatchedReports(connection.models.UnmatchedReportRecord as never);
    const doubts = new DoubtFills({ lastPrice: async () => null }, this.clock, NO_DOUBTS);
    this.link = new RestLink({
      name: 'rest',
      url: venue.url,
      key: null,
      timeoutMs: TIMING.linkTimeoutMs,
      connections: 4,
      newOrderMaxWaitMs: TIMING.newOrderMaxWaitMs,
      timeZone: 'UTC',
      priceDecimals: null,
      now: this.clock.now,
      onHealthChange: () => undefined,
    });
    const links = new ExecutionLinks([this.link]);
    const phases = new PhaseChecks(hours, {}, this.clock, true);
    const names = new InstrumentNames(instruments);
    this.venueTerms = new VenueTerms(links, names, instruments, 'refuse', phases);
    const { venueTerms } = this;
    const find = new FindOrder(reader, ids, this.clock, utcDay, venueTerms);
    const report = [this.writer, this.journal, find, unmatched, nudger, doubts] as const;
    this.bookReport = new BookReport(...report);
    this.change = new ChangeOrder(this.writer, this.journal, nudger, rules, venueTerms, entry);
    this.place = new PlaceOrder(this.writer, ids, nudger, links, venueTerms, entry);
    const sendRules = new SendRules(checks, hours, phases, TIMING);
    const processes = { current: nextId(), hasEnded };
    const held = new MongoHeldOrders(db.collection('orders'));
    this.approvals = new DecideApprovals(this.writer, nudger, entry, venueTerms, this.clock);
    this.expireApprovals = new ExpireApprovals(held, this.writer, this.clock);
    this.send = new SendCommands(this.writer, links, this.clock, sendRules, processes, {
      sent: (_order, { kind }, outcome) => void this.outcomes.push(`${kind} ${outcome}`),
    });
  }

  async placeOrder(
    fields: Partial<PlaceOrderCommand> = {},
    origin: Origin = BY_TEST,
  ): Promise<string> {
    const placed = await this.place.execute(
      {
        ...ORDER_DEFAULTS,
        clOrdId: null,
        account: '42',
        userId: '7',
        symbol: 'RELIANCE',
        exchange: 'NSE',
        side: Side.Buy,
        ordType: OrdType.Limit,
        timeInForce: TimeInForce.Day,
        link: 'rest',
        orderQty: decimal(100),
        price: decimal(10),
        ...fields,
      },
      origin,
      null,
    );
    if ('refused' in placed) throw new Error(placed.refused);
    return placed.order.orderId;
  }

  async cancel(orderId: string): Promise<Order> {
    const changed = await this.change.cancel(orderId, { clOrdId: null, text: null }, BY_TEST);
    if ('refused' in changed) throw new Error(changed.refused);
    return changed.order;
  }

  async replace(
    orderId: string,
    quantity: number | null,
    price: number | null = null,
  ): Promise<Order> {
    const some = (value: number | null) => (value === null ? null : decimal(value));
    const terms = { quantity: some(quantity), price: some(price), stopPrice: null };
    const request = { clOrdId: null, ...terms };
    const changed = await this.change.replace(orderId, request, BY_TEST);
    if ('refused' in changed) throw new Error(changed.refused);
    return changed.order;
  }

  async eventTypes(orderId: string): Promise<string[]> {
    return (await this.journal.read(orderId)).map(({ type }) => type);
  }

  /** After the time at which the attempt could still have reached the link. */
  settle(): void {
    this.clock.aheadMs += TIMING.sendWindowMs + TIMING.linkTimeoutMs + TIMING.settleMarginMs + 1;
  }
}
