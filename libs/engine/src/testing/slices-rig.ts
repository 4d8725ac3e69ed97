import {
  decimal,
  type ExecutionReport,
  foldOrder,
  leavesQty,
  type Order,
  ORDER_DEFAULTS,
  ordStatus,
  OrdType,
  type ReportKind,
  Side,
  TimeInForce,
} from '@ome/domain';
import { derivedId, nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { aReport } from '../../../domain/test/builders';
import { recordedEvent } from '../../../persistence/src/event-store/stored-event';
import { MongoJournal, ORDER_STREAM } from '../../../persistence/src/journal/order-stream';
import { MongoProjector } from '../../../persistence/src/mongo-projector';
import { MongoOrderReader } from '../../../persistence/src/orders/mongo-order-reader';
import { MongoRiskCounters } from '../../../persistence/src/risk/mongo-risk-counters';
import { MongoUnmatchedReports } from '../../../persistence/src/unmatched-reports/mongo-unmatched-reports';
import {
  BookReport,
  ApprovalDemands,
  ChangeOrder,
  DecideApprovals,
  EntryChecks,
  DoubtFills,
  type ExecutionLink,
  ExecutionLinks,
  FindOrder,
  AdvanceSlices,
  InstrumentNames,
  type Instruments,
  OrderFamilies,
  OrderWriter,
  PlaceOrder,
  type PlaceOrderCommand,
  PlaceSlices,
  PlacingDeadline,
  PreTradeChecks,
  LeasedRiskSettings,
  SendCommands,
  SendRules,
  SlicePlans,
  SlicesLink,
  SumSlices,
  VenueTerms,
} from '..';
import {
  FLAT,
  JOURNAL_OPTIONS,
  NO_DOUBTS,
  NO_PHASES,
  TIMING,
  type TestClock,
  utcDay,
} from './engine-rig';
import { KnownInstruments } from './known-instruments';
import type { MemoryRiskStore } from './memory-risk-store';
import { failedProjection } from './failed-projection';

export const BY_TEST = { by: 'test', requestId: 'request-1' };

/** Lots of 10, freeze quantity 100. */
export const FROZEN_ABOVE_100: Instruments = new KnownInstruments([
  {
    broker: 'flattrade',
    exchange: 'NSE',
    symbol: 'ACME',
    brokerSymbol: 'ACME-EQ',
    stockCode: null,
    token: '1',
    name: null,
    kind: 'equity',
    underlying: 'ACME',
    expiry: null,
    right: null,
    strike: null,
    tickSize: null,
    lotSize: decimal(10),
    freezeQty: decimal(105),
  },
]);

export const AN_ORDER: PlaceOrderCommand = {
  ...ORDER_DEFAULTS,
  clOrdId: null,
  account: '42',
  userId: '7',
  symbol: 'ACME',
  exchange: 'NSE',
  side: Side.Buy,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  link: 'rest',
  tag: 'mine',
  slice: true,
  orderQty: decimal(450),
  price: decimal(10),
};

/** When a process dies: at which call of a port, before the call acts or right after. */
export interface Death {
  atCall: number;
  afterActing: boolean;
}

const COLLECTIONS = ['order_events', 'orders', 'fills', 'risk_counters', 'unmatched_reports'];

/** Takes out what an earlier test has left in a store. */
export async function clear(connection: Connection): Promise<void> {
  for (const name of COLLECTIONS) await connection.db!.collection(name).deleteMany({});
}

/** To after the time at which a lost attempt could still have had an effect. */
export function settle(clock: TestClock): void {
  const { sendWindowMs, linkTimeoutMs, settleMarginMs } = TIMING;
  clock.aheadMs += sendWindowMs + linkTimeoutMs + settleMarginMs + 1;
}

let execIds = 0;

/** One process that accepts, slices and sums orders; nothing sends the slices anywhere. */
export class SlicesProcess {
  calls = 0;
  /** When the session ends. */
  endsAt: Date | null = null;
  readonly journal: MongoJournal;
  readonly counters: MongoRiskCounters;
  readonly settings: LeasedRiskSettings;
  readonly place: PlaceOrder;
  readonly change: ChangeOrder;
  readonly approvals: DecideApprovals;
  readonly send: SendCommands;
  readonly reports: BookReport;
  readonly sums: SumSlices;
  readonly slices: PlaceSlices;
  readonly advance: AdvanceSlices;
  readonly projector: MongoProjector;

  constructor(
    private readonly connection: Connection,
    store: MemoryRiskStore,
    clock: TestClock,
    private readonly death: Death | null = null,
  ) {
    const db = connection.db!;
    const nudger = { nudge: () => undefined };
    const ids = { next: nextId, derive: derivedId };
    const journal = new MongoJournal(db, JOURNAL_OPTIONS);
    this.journal = this.mortal(journal);
    const reader = this.mortal(new MongoOrderReader(db.collection('orders')));
    this.projector = new MongoProjector(db.collection('orders'), db.collection('fills'), journal, {
      failed: failedProjection,
    });
    const projector = this.mortal(this.projector);
    const writer = new OrderWriter(this.journal, projector, clock, () => undefined);
    this.counters = new MongoRiskCounters(
      db.collection('risk_counters'),
      db.collection('orders'),
      journal,
      FLAT,
    );
    this.settings = new LeasedRiskSettings(store, { reader: nextId(), elapsedMs: () => 0 });
    const checks = new PreTradeChecks(
      this.settings,
      this.counters,
      { lastPrice: async () => null, dayResult: async () => decimal(0) },
      FROZEN_ABOVE_100,
      () => ({ date: '2026-01-01', beganAt: new Date(0) }),
    );
    const link = new SlicesLink(TIMING.newOrderMaxWaitMs, () => this.slices);
    const target = {
      name: 'rest',
      route: 'rest',
      accounts: null,
      newOrderMaxWaitMs: TIMING.newOrderMaxWaitMs,
      isUp: () => false,
      status: { up: false, lastError: 'It is a stand-in', since: new Date(0) },
    } as unknown as ExecutionLink;
    const links = new ExecutionLinks([target, link]);
    const entry = new EntryChecks(
      checks,
      new ApprovalDemands(
        this.settings,
        { lastPrice: async () => null },
        { endOf: async () => null },
        clock,
        () => ({ date: '2026-01-01', beganAt: clock.now() }),
        60_000,
      ),
    );
    const rules = { refuseAfterFill: false };
    const instruments = FROZEN_ABOVE_100;
    const names = new InstrumentNames(instruments);
    const venue = new VenueTerms(links, names, instruments, 'refuse', NO_PHASES);
    this.approvals = new DecideApprovals(writer, nudger, entry, venue, clock);
    this.place = new PlaceOrder(writer, ids, nudger, links, venue, entry);
    this.change = new ChangeOrder(writer, this.journal, nudger, rules, venue, entry);
    const hours = { endOf: async () => this.endsAt };
    const sendRules = new SendRules(checks, hours, NO_PHASES, TIMING);
    const processes = { current: nextId(), hasEnded: async () => true };
    const observer = { sent: () => undefined };
    this.send = new SendCommands(writer, links, clock, sendRules, processes, observer);
    const unmatched = new MongoUnmatchedReports(connection.models.UnmatchedReportRecord as never);
    const doubts = new DoubtFills({ lastPrice: async () => null }, clock, NO_DOUBTS);
    const find = new FindOrder(reader, ids, clock, utcDay, venue);
    this.reports = new BookReport(writer, this.journal, find, unmatched, nudger, doubts);
    const plans = new SlicePlans(this.journal, ids);
    this.sums = new SumSlices(writer, reader, plans);
    const { newOrderMaxWaitMs } = TIMING;
    const deadline = new PlacingDeadline(hours, clock, TIMING, newOrderMaxWaitMs);
    this.slices = new PlaceSlices(this.place, this.change, reader, plans, this.sums, deadline);
    const families = new OrderFamilies(reader, this.journal);
    const { sums, slices } = this;
    this.advance = new AdvanceSlices(sums, slices, reader, this.journal, families, clock);
  }

  async placeOrder(fields: Partial<PlaceOrderCommand> = {}): Promise<Order> {
    const placed = await this.place.execute({ ...AN_ORDER, ...fields }, BY_TEST, null);
    if ('refused' in placed) throw new Error(placed.refused);
    return placed.order;
  }

  async order(orderId: string): Promise<Order> {
    return foldOrder(await this.journal.read(orderId))!;
  }

  async slicesOf(parentOrderId: string): Promise<Order[]> {
    const opened = await this.connection
      .db!.collection('order_events')
      .find({ type: 'NewOrder', parentOrderId })
      .sort({ _id: 1 })
      .toArray();
    return Promise.all(opened.map(({ orderId }) => this.order(orderId as string)));
  }

  /** An order of five slices unless it says otherwise, and these. */
  async sliced(fields: Partial<PlaceOrderCommand> = {}) {
    const { orderId: parent } = await this.placeOrder(fields);
    await this.send.advance(parent);
    const slices = (await this.slicesOf(parent)).map(({ orderId }) => orderId);
    return { parent, slices };
  }

  report(orderId: string, kind: ReportKind, fields: Partial<ExecutionReport> = {}) {
    const execId = `E${(execIds += 1)}`;
    const report = aReport(kind, { clOrdId: orderId, execId, ...fields });
    return this.reports.bookOn(orderId, report, BY_TEST);
  }

  fill(orderId: string, quantity: number, price = 10) {
    return this.report(orderId, 'Trade', { lastQty: decimal(quantity), lastPx: decimal(price) });
  }

  /** Status, CumQty/LeavesQty of the sliced order after all events have reached it. */
  async whole(orderId: string): Promise<string> {
    await this.advanceAll();
    const order = await this.order(orderId);
    return `${ordStatus(order)} ${order.cumQty.toFixed()}/${leavesQty(order).toFixed()}`;
  }

  /** All events so far, as the feed delivers them. */
  async advanceAll(): Promise<void> {
    const events = this.connection.db!.collection('order_events').find().sort({ _id: 1 });
    const documents = await events.toArray();
    await this.advance.handle(documents.map((document) => recordedEvent(ORDER_STREAM, document)));
  }

  private mortal<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        const act = member.bind(target) as (...parts: unknown[]) => unknown;
        // It is not awaited, so that nothing breaks off there.
        if (name === 'projectSoon') return act;
        return (...parts: unknown[]) => {
          const call = (this.calls += 1);
          const { atCall, afterActing } = this.death ?? { atCall: Infinity, afterActing: false };
          const isDead = call > atCall || (call === atCall && !afterActing);
          if (member instanceof AsyncGenerator) return isDead ? died() : act(...parts);
          return (async () => {
            if (isDead) throw new Error('Killed');
            const result = await act(...parts);
            if (call === atCall) throw new Error('Killed');
            return result;
          })();
        };
      },
    });
  }
}

const AsyncGenerator = (
  Object.getPrototypeOf(async function* () {
    yield* [];
  }) as { constructor: new () => object }
).constructor;

const died = (): never => {
  throw new Error('Killed');
};
