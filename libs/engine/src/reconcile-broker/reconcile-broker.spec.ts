import {
  type BookOrder,
  type BookPosition,
  type BookTrade,
  decimal,
  foldOrder,
  OrdStatus,
  ordStatus,
  Side,
} from '@ome/domain';
import type { Connection } from 'mongoose';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { MongoNetPositions } from '../../../persistence/src/fills/mongo-net-positions';
import { MongoOrderReader } from '../../../persistence/src/orders/mongo-order-reader';
import { AbsorbRows, type BrokerLink, Brokers, type Difference, ReconcileBroker } from '..';
import { EngineRig, openTestStore } from '../testing/engine-rig';

/** A broker with books that a test writes in; orders reach it as those of the rig's own link. */
class WrittenBroker {
  readonly name = 'rest';
  readonly session = 'U1';
  readonly route = 'rest-U1';
  readonly accounts = null;
  rows: BookOrder[] = [];
  fills: BookTrade[] = [];
  nets: BookPosition[] = [];
  past: BookOrder[] = [];
  readonly calls: string[] = [];

  orders = () => this.said('orders', this.rows);
  history = async () => (await this.said('history', this.past)).map(({ ours }) => ours);
  positions = () => this.said('positions', this.nets);
  trades = async (order?: { brokerOrderId: string | null }) => {
    const all = await this.said('trades', this.fills);
    return all.filter(({ ours }) => !order || ours.brokerOrderId === order.brokerOrderId);
  };

  private said<T>(call: string, list: T[]): Promise<{ ours: T; broker: object }[]> {
    this.calls.push(call);
    return Promise.resolve(list.map((ours) => ({ ours, broker: {} })));
  }
}

describe('ReconcileBroker', () => {
  const venue = new FakeHttpServer();
  let connection: Connection;
  let rig: EngineRig;
  let broker: WrittenBroker;
  let noted: Difference[];
  let reconcile: ReconcileBroker;

  beforeAll(async () => {
    await venue.start();
    connection = await openTestStore();
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
    await venue.stop();
  });
  beforeEach(async () => {
    for (const name of ['orders', 'fills', 'order_events']) {
      await connection.db!.collection(name).deleteMany({});
    }
    rig = new EngineRig(connection, venue);
    broker = new WrittenBroker();
    noted = [];
    const reader = new MongoOrderReader(connection.db!.collection('orders'));
    const note = (_session: object, _at: Date, found: readonly Difference[]) => {
      noted = [...found];
      return Promise.resolve();
    };
    reconcile = new ReconcileBroker(
      new AbsorbRows(reader, rig.bookReport),
      reader,
      new Brokers([broker as unknown as BrokerLink]),
      new MongoNetPositions(connection.db!, () => Promise.resolve(false)),
      { note } as never,
      rig.clock,
    );
  });
  afterEach(() => rig.link.close());

  /** Past the moment in which everything was just changed. */
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

  const row = (fields: Partial<BookOrder> = {}): BookOrder => ({
    brokerOrderId: 'B1',
    tag: null,
    symbol: 'RELIANCE',
    exchange: 'NSE',
    side: Side.Buy,
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
  const trade = (execId: string, lastQty: number, brokerOrderId = 'B1'): BookTrade => ({
    ...{ brokerOrderId, execId, lastQty: decimal(lastQty), lastPx: decimal(10) },
    ...{ exchange: 'NSE', transactTime: new Date() },
  });
  const net = (netQty: number): BookPosition => ({
    ...{ symbol: 'RELIANCE', exchange: 'NSE', product: null, netQty: decimal(netQty) },
    ...{ avgPx: null, lastPx: null, realizedPnl: null, unrealizedPnl: null },
  });
  const state = async (orderId: string) => {
    const order = foldOrder(await rig.journal.read(orderId))!;
    return `${ordStatus(order)} ${order.cumQty.toFixed()}`;
  };

  test('what agrees is not mentioned, and costs two calls', async () => {
    const orderId = await placed();
    broker.rows = [row()];
    await run();
    broker.calls.length = 0;
    expect(await run()).toEqual([]);
    expect(broker.calls.sort()).toEqual(['orders', 'positions']);
    expect(await state(orderId)).toBe('New 0');
  });

  test('a missed acknowledgement, fill and end are booked and said', async () => {
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

  test('a placement that nobody heard back of is found by its tag', async () => {
    const orderId = await placed(null);
    broker.rows = [row({ tag: `T${orderId.slice(-6)}` })];
    expect(await run()).toMatchObject([{ kind: 'booked', orderId, brokerOrderId: 'B1' }]);
    expect(await state(orderId)).toBe('New 0');
  });

  test('orders placed elsewhere are listed and left alone', async () => {
    broker.rows = [row({ brokerOrderId: 'by hand', ordStatus: OrdStatus.Filled })];
    expect(await run()).toMatchObject([
      { kind: 'foreignOrder', brokerOrderId: 'by hand', orderId: null, theirs: 'Filled' },
    ]);
  });

  test('an open order that the book does not have is looked for in the history', async () => {
    const orderId = await placed();
    broker.past = [row(), row({ ordStatus: OrdStatus.Rejected, text: 'no margin' })];
    expect(await run()).toMatchObject([{ kind: 'booked', orderId }]);
    expect(await state(orderId)).toBe('Rejected 0');
  });

  test('one that the broker knows nothing about is listed', async () => {
    const orderId = await placed();
    expect(await run()).toMatchObject([{ kind: 'missingAtBroker', orderId, brokerOrderId: 'B1' }]);
    expect(noted).toHaveLength(1);
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

  test('one order whose fills cannot be read keeps no other from being booked', async () => {
    const [first, second] = [await placed('B1'), await placed('B2')];
    const filled = { ordStatus: OrdStatus.Filled, cumQty: decimal(100) };
    broker.rows = [row({ ...filled }), row({ ...filled, brokerOrderId: 'B2' })];
    const read = broker.trades;
    broker.trades = (order) =>
      order?.brokerOrderId === 'B1' ? Promise.reject(new Error('no answer')) : read(order);
    broker.fills = [trade('F2', 100, 'B2')];
    await expect(run()).rejects.toThrow('no answer');
    expect([await state(first), await state(second)]).toEqual(['PendingNew 0', 'Filled 100']);
  });

  test('a broker that cannot be asked proves nothing', async () => {
    await placed();
    broker.orders = () => Promise.reject(new Error('Server Timeout'));
    await expect(run()).rejects.toThrow('Server Timeout');
    expect(noted).toEqual([]);
  });
});
