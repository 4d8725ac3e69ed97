import {
  type BrokerOrder,
  type BrokerPosition,
  type BrokerTrade,
  type Decimal,
  decimal,
  foldOrder,
  OrdStatus,
  ordStatus,
  OrdType,
  Side,
  TimeInForce,
} from '@ome/domain';
import { FileExchangeCalendar } from '@ome/composition';
import { derivedId, nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { MongoOrderReader } from '../../../persistence/src/orders/mongo-order-reader';
import { PositionRig } from '../../../persistence/src/testing/position-rig';
import {
  AbsorbRows,
  AdoptOrders,
  type BrokerLink,
  Brokers,
  ComparePositions,
  type Difference,
  EndPurgedOrders,
  MarketHours,
  ReconcileBroker,
} from '..';
import { dropTestStore, EngineRig, openTestStore, utcDay } from '../testing/engine-rig';
import { KnownInstruments } from '../testing/known-instruments';
import { WrittenBroker } from '../testing/written-broker';

const weekdays = [1, 2, 3, 4, 5];
const CALENDAR = new FileExchangeCalendar({
  NSE: { timeZone: 'UTC', open: '09:00', close: '15:00', weekdays, holidays: [] },
});
const HOURS = new MarketHours(CALENDAR, new KnownInstruments([]));

describe('ReconcileBroker', () => {
  const venue = new FakeHttpServer();
  let connection: Connection;
  let rig: EngineRig;
  let broker: WrittenBroker;
  let noted: Difference[];
  let reconcile: ReconcileBroker;
  let reader: MongoOrderReader;
  let held: { account: string; netQty: Decimal }[];

  beforeAll(async () => {
    await venue.start();
    connection = await openTestStore();
  });
  afterAll(async () => {
    await dropTestStore(connection);
    await venue.stop();
  });
  beforeEach(async () => {
    for (const name of ['orders', 'fills', 'order_events', 'positions', 'position_days']) {
      await connection.db!.collection(name).deleteMany({});
    }
    rig = new EngineRig(connection, venue);
    broker = new WrittenBroker();
    noted = [];
    held = [];
    reader = new MongoOrderReader(connection.db!.collection('orders'), utcDay);
    const note = (_session: object, _at: Date, found: readonly Difference[]) => {
      noted = [...found];
      return Promise.resolve();
    };
    const brokers = new Brokers([broker as unknown as BrokerLink]);
    const rules = { dayOf: utcDay, settleMs: 3_500, venue: rig.venueTerms };
    const ids = { next: nextId, derive: derivedId };
    const holders = { holdersOf: () => Promise.resolve(held) };
    const adopt = new AdoptOrders(rig.writer, reader, brokers, holders, ids, rules);
    const purged = new EndPurgedOrders(rig.writer, HOURS, false);
    reconcile = new ReconcileBroker(
      new AbsorbRows(reader, rig.bookReport, adopt, purged),
      reader,
      brokers,
      new ComparePositions(
        brokers,
        await new PositionRig(connection).netPositions(),
        { run: () => Promise.resolve([]) },
        rig.clock,
      ),
      { note } as never,
      rig.clock,
    );
  });
  afterEach(() => rig.link.close());

  /** After the quiet period that follows a change. */
  const run = async () => {
    rig.clock.aheadMs += 50;
    return reconcile.run(broker as unknown as BrokerLink);
  };

  /** An order that the broker took under a number. */
  async function placed(brokerOrderId: string | null = 'B1'): Promise<string> {
    const orderId = await rig.placeOrder();
    const attempt = { clOrdId: orderId, attempt: 1 };
    const sendBy = new Date(Date.now() + 1_000);
    const by = { by: 'test', requestId: null };
    await rig.writer.change(
      orderId,
      () => ({ type: 'SendStarted', ...attempt, tag: `T${orderId.slice(-6)}`, sendBy }),
      by,
    );
    if (brokerOrderId === null) return orderId;
    const accepted = { type: 'SendAccepted', ...attempt, brokerOrderId, text: null } as const;
    await rig.writer.change(orderId, () => accepted, by);
    return orderId;
  }

  const row = (fields: Partial<BrokerOrder> = {}): BrokerOrder => ({
    brokerOrderId: 'B1',
    tag: null,
    symbol: 'RELIANCE',
    exchange: 'NSE',
    product: null,
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    orderQty: decimal(100),
    price: decimal(10),
    stopPrice: null,
    ordStatus: OrdStatus.New,
    news: null,
    cumQty: decimal(0),
    text: null,
    transactTime: null,
    trade: null,
    ...fields,
  });
  const trade = (execId: string, lastQty: number, brokerOrderId = 'B1'): BrokerTrade => ({
    brokerOrderId,
    execId,
    lastQty: decimal(lastQty),
    lastPx: decimal(10),
    exchange: 'NSE',
    transactTime: new Date(),
  });
  const net = (netQty: number, product: string | null = null): BrokerPosition => ({
    symbol: 'RELIANCE',
    exchange: 'NSE',
    product,
    netQty: decimal(netQty),
    avgPx: null,
    lastPx: null,
    realizedPnl: null,
    unrealizedPnl: null,
  });
  const state = async (orderId: string) => {
    const order = foldOrder(await rig.journal.read(orderId))!;
    return `${ordStatus(order)} ${order.cumQty.toFixed()}`;
  };

  test('orders that agree are not mentioned, and cost two calls', async () => {
    const orderId = await placed();
    broker.rows = [row()];
    await run();
    broker.calls.length = 0;
    expect(await run()).toEqual([]);
    expect(broker.calls.sort()).toEqual(['orders', 'positions']);
    expect(await state(orderId)).toBe('New 0');
  });

  test('a missed acknowledgement, fill and end are booked and reported', async () => {
    const orderId = await placed();
    broker.rows = [row({ ordStatus: OrdStatus.Canceled, cumQty: decimal(30) })];
    broker.fills = [trade('F1', 10), trade('F2', 20), trade('F3', 5, 'B2')];
    broker.nets = [net(30)];
    expect(await run()).toMatchObject([
      { kind: 'booked', orderId, done: 'Booked Canceled, Trade F1, Trade F2' },
    ]);
    expect(await state(orderId)).toBe('Canceled 30');
    expect(await run()).toEqual([]);
  });

  test('a placement whose answer was lost is found by its tag', async () => {
    const orderId = await placed(null);
    broker.rows = [row({ tag: `T${orderId.slice(-6)}` })];
    expect(await run()).toMatchObject([{ kind: 'booked', orderId, brokerOrderId: 'B1' }]);
    expect(await state(orderId)).toBe('New 0');
  });

  describe('an order that was placed elsewhere', () => {
    const byHand = (fields: Partial<BrokerOrder> = {}) =>
      row({ brokerOrderId: 'by hand', product: 'MIS', side: Side.Sell, ...fields });
    const adopted = async () => (await reader.findByBrokerOrderId('rest', 'by hand'))!;

    test('is taken over with its fills, and followed from then on', async () => {
      broker.rows = [byHand({ ordStatus: OrdStatus.PartiallyFilled, cumQty: decimal(40) })];
      broker.fills = [trade('F1', 40, 'by hand')];
      broker.nets = [net(-40, 'MIS')];
      expect(await run()).toMatchObject([
        {
          kind: 'foreignOrder',
          brokerOrderId: 'by hand',
          done: expect.stringMatching(/account 42/),
        },
      ]);
      const orderId = await adopted();
      expect(foldOrder(await rig.journal.read(orderId))).toMatchObject({
        origin: 'venue',
        account: '42',
        product: 'MIS',
        side: Side.Sell,
        commands: [],
        symbol: 'RELIANCE',
        ordType: OrdType.Limit,
        timeInForce: TimeInForce.Day,
      });
      expect(await state(orderId)).toBe('PartiallyFilled 40');

      broker.rows = [byHand({ ordStatus: OrdStatus.Canceled, cumQty: decimal(40) })];
      await run();
      expect(await state(orderId)).toBe('Canceled 40');
      expect(await run()).toEqual([]);
    });

    test.each([
      ['the account whose position it makes smaller', [['7', 10]], '7'],
      [
        'the account of the session where several hold one',
        [
          ['7', 10],
          ['8', 5],
        ],
        '42',
      ],
      ['the account of the session where it adds to one', [['7', -10]], '42'],
    ] as const)('goes to %s', async (_title, holders, account) => {
      held = holders.map(([each, net]) => ({ account: each, netQty: decimal(net) }));
      broker.rows = [byHand()];
      await run();
      expect(await reader.load(await adopted())).toMatchObject({ account });
    });

    test('is changed and ended by us like any other, and never sent', async () => {
      broker.rows = [byHand()];
      await run();
      const orderId = await adopted();
      await rig.replace(orderId, 80);
      await rig.send.advance(orderId);
      await rig.cancel(orderId);
      await rig.send.advance(orderId);
      expect(rig.outcomes).toEqual(['replace accepted', 'cancel accepted']);
    });

    test('is only reported if the session says so', async () => {
      broker.adoptsInto = null;
      broker.rows = [byHand({ ordStatus: OrdStatus.Filled })];
      expect(await run()).toMatchObject([
        { kind: 'foreignOrder', brokerOrderId: 'by hand', orderId: null, theirs: 'Filled' },
      ]);
      expect(await adopted()).toBeNull();
    });

    test('waits for the answer to a placement of ours that it may be', async () => {
      broker.dedupe = 'bestEffort';
      const orderId = await placed(null);
      broker.rows = [byHand({ side: Side.Buy })];
      expect(await run()).toMatchObject([
        { kind: 'notCompared', done: expect.stringContaining(orderId) },
      ]);
      broker.rows = [byHand()];
      expect(await run()).toMatchObject([{ kind: 'foreignOrder' }]);
    });

    test('waits where its tag has our form, until an attempt would have been settled', async () => {
      const at = (ago: number) => new Date(rig.clock.now().getTime() - ago);
      broker.rows = [byHand({ tag: 'T1', transactTime: at(0) })];
      expect(await run()).toMatchObject([{ kind: 'notCompared' }]);
      broker.rows = [byHand({ tag: 'T1', transactTime: at(10_000) })];
      expect(await run()).toMatchObject([{ kind: 'foreignOrder' }]);
    });
  });

  describe('an order that was changed elsewhere', () => {
    const quiet = () => (rig.clock.aheadMs += 2_000);
    const terms = async (orderId: string) => {
      const { orderQty, price } = foldOrder(await rig.journal.read(orderId))!;
      return `${orderQty.toFixed()} at ${price?.toFixed()}`;
    };

    test('gets the terms of the broker, on which our next replace builds', async () => {
      const orderId = await placed();
      broker.rows = [row()];
      await run();
      quiet();
      broker.rows = [row({ orderQty: decimal(40), price: decimal(9) })];
      expect(await run()).toMatchObject([{ kind: 'booked', orderId, done: 'Booked Replaced' }]);
      expect(await terms(orderId)).toBe('40 at 9');
      expect(await run()).toEqual([]);

      const request = { clOrdId: null, quantity: null, price: decimal(8), stopPrice: null };
      await rig.change.replace(orderId, request, { by: 'test', requestId: null });
      const asked = foldOrder(await rig.journal.read(orderId))!.commands[0].terms!;
      expect(asked.orderQty.toFixed()).toBe('40');
    });

    test('keeps its terms while the order book may be older', async () => {
      const orderId = await placed();
      broker.rows = [row({ orderQty: decimal(40) })];
      expect(await run()).toMatchObject([
        { kind: 'booked' },
        { kind: 'terms', theirs: '40 at 10' },
      ]);
      expect(await terms(orderId)).toBe('100 at 10');
      quiet();
      await run();
      expect(await terms(orderId)).toBe('40 at 10');
    });

    test('after our replace was taken is no more than that', async () => {
      const orderId = await placed();
      broker.rows = [row()];
      await run();
      const request = { clOrdId: null, quantity: null, price: decimal(8), stopPrice: null };
      await rig.change.replace(orderId, request, { by: 'test', requestId: null });
      await rig.send.advance(orderId);
      broker.rows = [row({ orderQty: decimal(40), price: decimal(9) })];
      await run();
      expect(await state(orderId)).toBe('PendingReplace 0');
      rig.clock.aheadMs += 4_000;
      expect(await run()).toMatchObject([{ kind: 'booked', orderId, done: 'Booked Replaced' }]);
      expect(await state(orderId)).toBe('New 0');
      expect(await terms(orderId)).toBe('40 at 9');
    });

    test('and ended before anybody looked has the terms that it ended with', async () => {
      const orderId = await placed();
      broker.rows = [row()];
      await run();
      quiet();
      const canceled = { ordStatus: OrdStatus.Canceled, orderQty: decimal(40) };
      broker.rows = [row(canceled)];
      await run();
      quiet();
      await run();
      expect(await state(orderId)).toBe('Canceled 0');
      expect(await terms(orderId)).toBe('40 at 10');
    });

    test('and filled for less, is filled', async () => {
      const orderId = await placed();
      broker.rows = [row()];
      await run();
      quiet();
      const filled = { ordStatus: OrdStatus.Filled, cumQty: decimal(40) };
      broker.rows = [row({ ...filled, orderQty: decimal(40) })];
      broker.fills = [trade('F1', 40)];
      await run();
      expect(await state(orderId)).toBe('Filled 40');
    });
  });

  test('an open order missing in the order book is looked up in the history', async () => {
    const orderId = await placed();
    broker.past = [row(), row({ ordStatus: OrdStatus.Rejected, text: 'no margin' })];
    expect(await run()).toMatchObject([{ kind: 'booked', orderId }]);
    expect(await state(orderId)).toBe('Rejected 0');
  });

  test('an order unknown to the broker is listed', async () => {
    const orderId = await placed();
    expect(await run()).toMatchObject([{ kind: 'missingAtBroker', orderId, brokerOrderId: 'B1' }]);
    expect(noted).toHaveLength(1);
  });

  test("a day order expires if a later day's order book lacks it too", async () => {
    const itIs = (instant: string) => (rig.clock.now = () => new Date(instant));
    const found = async () =>
      (await reconcile.run(broker as unknown as BrokerLink)).map(({ kind, done }) => [kind, done]);
    itIs('2026-11-20T10:00Z');
    const orderId = await placed();
    broker.rows = [row()];
    expect(await found()).toEqual([['booked', 'Booked New']]);
    broker.rows = [];
    expect(await found()).toEqual([['missingAtBroker', expect.anything()]]);
    itIs('2026-11-23T10:00Z');
    expect(await found()).toEqual([['booked', 'Booked Expired']]);
    expect(await state(orderId)).toBe('Expired 0');
    expect(await found()).toEqual([]);
  });

  test('an order with an unreadable history does not keep others from being compared', async () => {
    const [first, second] = [await placed('B1'), await placed('B2')];
    broker.rows = [row({ brokerOrderId: 'B2' })];
    broker.history = () => Promise.reject(new Error('no such order'));
    expect(await run()).toMatchObject([
      { kind: 'booked', orderId: second },
      { kind: 'missingAtBroker', orderId: first, done: expect.stringContaining('no such order') },
    ]);
    expect(noted).toHaveLength(2);
  });

  test('quantities, terms and positions that differ are listed with both sides', async () => {
    const orderId = await placed();
    broker.rows = [row({ orderQty: decimal(90), cumQty: decimal(7) })];
    broker.nets = [net(7)];
    expect(await run()).toMatchObject([
      { kind: 'booked' },
      { kind: 'cumQty', orderId, ours: '0', theirs: '7' },
      { kind: 'terms', orderId, ours: '100 at 10', theirs: '90 at 10' },
      { kind: 'position', ours: '0', theirs: '7', symbol: 'RELIANCE', exchange: 'NSE' },
    ]);
  });

  test('positions are compared per product, and an order without one has the default', async () => {
    await placed();
    broker.rows = [row({ cumQty: decimal(30) })];
    broker.fills = [trade('F1', 30)];
    broker.nets = [net(30, 'CNC')];
    await run();
    expect(await run()).toEqual([]);
    broker.nets = [net(20, 'CNC'), net(10, 'MIS')];
    expect(await run()).toMatchObject([
      { kind: 'position', product: 'CNC', ours: '30', theirs: '20' },
      { kind: 'position', product: 'MIS', ours: '0', theirs: '10' },
    ]);
  });

  test('an unanswered cancel is settled by what the history says', async () => {
    const orderId = await placed();
    broker.rows = [row()];
    await run();
    await rig.cancel(orderId);
    await rig.send.advance(orderId);
    expect(await state(orderId)).toBe('PendingCancel 0');
    rig.clock.aheadMs += 4_000;
    broker.past = [row({ news: 'CancelRejected', text: 'frozen' })];
    expect(await run()).toMatchObject([{ kind: 'booked', orderId, done: 'Booked CancelReject' }]);
    expect(await state(orderId)).toBe('New 0');
  });

  test('an order with unreadable fills does not keep others from being booked', async () => {
    const [first, second] = [await placed('B1'), await placed('B2')];
    const filled = { ordStatus: OrdStatus.Filled, cumQty: decimal(100) };
    broker.rows = [row({ ...filled }), row({ ...filled, brokerOrderId: 'B2' })];
    const read = broker.trades;
    broker.trades = (order) =>
      order?.brokerOrderId === 'B1' ? Promise.reject(new Error('no answer')) : read(order);
    broker.fills = [trade('F2', 100, 'B2')];
    broker.nets = [net(100)];
    expect(await run()).toMatchObject([
      { kind: 'notCompared', brokerOrderId: 'B1', done: 'Nothing yet: no answer' },
      { kind: 'booked', orderId: second },
    ]);
    expect([await state(first), await state(second)]).toEqual(['PendingNew 0', 'Filled 100']);
    expect(noted).toHaveLength(2);
  });

  test('a broker that cannot be asked proves nothing', async () => {
    await placed();
    broker.orders = () => Promise.reject(new Error('Server Timeout'));
    await expect(run()).rejects.toThrow('Server Timeout');
    expect(noted).toEqual([]);
  });
});
