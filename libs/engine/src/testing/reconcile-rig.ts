import { FileExchangeCalendar } from '@ome/composition';
import { type Decimal, foldOrder, ordStatus } from '@ome/domain';
import { derivedId, nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { MongoOrderReader } from '../../../persistence/src/orders/mongo-order-reader';
import { PositionRig } from '../../../persistence/src/testing/position-rig';
import {
  AbsorbRows,
  AdoptOrders,
  type BrokerLink,
  BrokerNets,
  Brokers,
  ComparePositions,
  type Difference,
  EndPurgedOrders,
  MarketHours,
  MatchRows,
  ReconcileBroker,
} from '..';
import { dropTestStore, EngineRig, openTestStore, utcDay } from './engine-rig';
import { KnownInstruments } from './known-instruments';
import { WrittenBroker } from './written-broker';

const weekdays = [1, 2, 3, 4, 5];
const CALENDAR = new FileExchangeCalendar({
  NSE: { timeZone: 'UTC', open: '09:00', close: '15:00', weekdays, holidays: [] },
});
const HOURS = new MarketHours(CALENDAR, new KnownInstruments([]));
const COLLECTIONS = [
  ...['orders', 'fills', 'order_events', 'positions', 'position_days'],
  'unmatched_reports',
];

/** An engine beside a broker whose records a test sets, and their comparison. */
export class ReconcileRig {
  readonly broker = new WrittenBroker();
  readonly rig: EngineRig;
  readonly reader: MongoOrderReader;
  reconcile!: ReconcileBroker;
  /** What the last comparison listed. */
  noted: Difference[] = [];
  /** Who holds what an adopted order may reduce. */
  held: { account: string; netQty: Decimal }[] = [];

  private constructor(
    private readonly connection: Connection,
    venue: FakeHttpServer,
  ) {
    this.rig = new EngineRig(connection, venue);
    this.reader = new MongoOrderReader(connection.db!.collection('orders'));
  }

  static async create(connection: Connection, venue: FakeHttpServer): Promise<ReconcileRig> {
    for (const name of COLLECTIONS) await connection.db!.collection(name).deleteMany({});
    const made = new ReconcileRig(connection, venue);
    await made.compose();
    return made;
  }

  private async compose(): Promise<void> {
    const { rig, reader } = this;
    const note = (_session: object, _at: Date, found: readonly Difference[]) => {
      this.noted = [...found];
      return Promise.resolve();
    };
    const brokers = new Brokers([this.broker as unknown as BrokerLink]);
    const rules = { dayOf: utcDay, settleMs: 3_500, venue: rig.venueTerms };
    const ids = { next: nextId, derive: derivedId };
    const holders = { holdersOf: () => Promise.resolve(this.held) };
    const adopt = new AdoptOrders(rig.writer, reader, brokers, holders, ids, rules);
    const matching = new MatchRows(reader, rig.venueTerms, utcDay);
    const purged = new EndPurgedOrders(rig.writer, HOURS, false);
    this.reconcile = new ReconcileBroker(
      new AbsorbRows(reader, rig.bookReport, adopt, purged, matching, rig.clock),
      reader,
      brokers,
      new ComparePositions(
        new BrokerNets(
          brokers,
          await new PositionRig(this.connection).netPositions(),
          rig.clock,
          utcDay,
        ),
        { run: () => Promise.resolve([]) },
        rig.clock,
      ),
      { note } as never,
      rig.clock,
    );
  }

  /** After the quiet period that follows a change. */
  async run(): Promise<Difference[]> {
    this.rig.clock.aheadMs += 50;
    await this.rig.projector.flush();
    return (await this.reconcile.run(this.broker as unknown as BrokerLink)).found;
  }

  /** An order that the broker took under a number. */
  async placed(
    brokerOrderId: string | null = 'B1',
    fields: Parameters<EngineRig['placeOrder']>[0] = {},
  ): Promise<string> {
    const orderId = await this.rig.placeOrder(fields);
    const attempt = { clOrdId: orderId, attempt: 1 };
    const sendBy = new Date(Date.now() + 1_000);
    const by = { by: 'test', requestId: null };
    await this.rig.writer.change(
      orderId,
      () => ({ type: 'SendStarted', ...attempt, tag: `T${orderId.slice(-6)}`, sendBy }),
      by,
    );
    if (brokerOrderId === null) return orderId;
    const accepted = { type: 'SendAccepted', ...attempt, brokerOrderId, text: null } as const;
    await this.rig.writer.change(orderId, () => accepted, by);
    return orderId;
  }

  /** The texts that are kept for ops, oldest first. */
  async kept(): Promise<{ body: string; comment: string }[]> {
    const found = this.connection
      .db!.collection('unmatched_reports')
      .find()
      .sort({ receivedAt: 1 });
    return (await found.toArray()).map(({ body, comment }) => ({ body, comment }));
  }

  async alerts(orderId: string): Promise<string[]> {
    const events = await this.rig.journal.read(orderId);
    return events
      .flatMap((event) => ('alerts' in event ? event.alerts : []))
      .map((one) => one.code);
  }

  async state(orderId: string): Promise<string> {
    const order = foldOrder(await this.rig.journal.read(orderId))!;
    return `${ordStatus(order)} ${order.cumQty.toFixed()}`;
  }

  close(): Promise<void> {
    return this.rig.link.close();
  }
}

/** The rig of each test, on a store and a venue of the spec file's own. */
export function useReconcileRig(): () => ReconcileRig {
  const venue = new FakeHttpServer();
  let connection: Connection;
  let desk: ReconcileRig;
  beforeAll(async () => {
    await venue.start();
    connection = await openTestStore();
  });
  afterAll(async () => {
    await dropTestStore(connection);
    await venue.stop();
  });
  beforeEach(async () => {
    desk = await ReconcileRig.create(connection, venue);
  });
  afterEach(() => desk.close());
  return () => desk;
}
