import {
  type BrokerOrder,
  decimal,
  foldOrder,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
} from '@ome/domain';
import { net, row, trade } from '../testing/broker-rows';
import { type ReconcileRig, useReconcileRig } from '../testing/reconcile-rig';

const current = useReconcileRig();
let desk: ReconcileRig;
beforeEach(() => {
  desk = current();
});

describe('an order that was placed elsewhere', () => {
  const byHand = (fields: Partial<BrokerOrder> = {}) =>
    row({ brokerOrderId: 'by hand', product: 'MIS', side: Side.Sell, ...fields });
  const adopted = async () => (await desk.reader.allByBrokerOrderId('rest', 'by hand'))[0]?.orderId;

  test('is taken over with its fills, and followed from then on', async () => {
    desk.broker.rows = [byHand({ ordStatus: OrdStatus.PartiallyFilled, cumQty: decimal(40) })];
    desk.broker.fills = [trade('F1', 40, 'by hand')];
    desk.broker.nets = [net(-40, { product: 'MIS' })];
    expect(await desk.run()).toMatchObject([
      {
        kind: 'foreignOrder',
        brokerOrderId: 'by hand',
        done: expect.stringMatching(/account 42/),
      },
    ]);
    const orderId = await adopted();
    expect(foldOrder(await desk.rig.journal.read(orderId))).toMatchObject({
      origin: 'venue',
      account: '42',
      product: 'MIS',
      side: Side.Sell,
      commands: [],
      symbol: 'RELIANCE',
      ordType: OrdType.Limit,
      timeInForce: TimeInForce.Day,
    });
    expect(await desk.state(orderId)).toBe('PartiallyFilled 40');

    desk.broker.rows = [byHand({ ordStatus: OrdStatus.Canceled, cumQty: decimal(40) })];
    await desk.run();
    expect(await desk.state(orderId)).toBe('Canceled 40');
    expect(await desk.run()).toEqual([]);
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
    desk.held = holders.map(([each, net]) => ({ account: each, netQty: decimal(net) }));
    desk.broker.rows = [byHand()];
    await desk.run();
    expect(await desk.reader.load(await adopted())).toMatchObject({ account });
  });

  test('goes to the account whose short it buys back', async () => {
    desk.held = [{ account: '7', netQty: decimal(-10) }];
    desk.broker.rows = [byHand({ side: Side.Buy })];
    await desk.run();
    expect(await desk.reader.load(await adopted())).toMatchObject({ account: '7' });
  });

  test.each([
    [OrdType.Market, null, null],
    [OrdType.Limit, 10, null],
    [OrdType.Stop, null, 9],
    [OrdType.StopLimit, 10, 9],
  ])('is a day order of type %s by its prices if the book does not say', async (...given) => {
    const [ordType, ...prices] = given;
    const [price, stopPrice] = prices.map((each) => (each === null ? null : decimal(each)));
    desk.broker.rows = [byHand({ ordType: null, timeInForce: null, price, stopPrice })];
    await desk.run();
    const { timeInForce, ...order } = (await desk.reader.load(await adopted()))!;
    expect([order.ordType, timeInForce]).toEqual([ordType, TimeInForce.Day]);
  });

  test('is left where it has no quantity', async () => {
    desk.broker.rows = [byHand({ orderQty: decimal(0) })];
    expect(await desk.run()).toMatchObject([{ done: 'Nothing: it has no quantity' }]);
    expect(await adopted()).toBeUndefined();
  });

  test('is no placement of ours that was under way at another time', async () => {
    desk.broker.dedupe = 'bestEffort';
    await desk.placed(null);
    const at = (ago: number) => new Date(desk.rig.clock.now().getTime() - ago);
    desk.broker.rows = [byHand({ side: Side.Buy, transactTime: at(60_000) })];
    expect(await desk.run()).toMatchObject([{ kind: 'notCompared' }]);
    desk.broker.rows = [byHand({ side: Side.Buy, transactTime: at(600_000) })];
    expect(await desk.run()).toMatchObject([{ kind: 'foreignOrder' }]);
  });

  test('is changed and ended by us like any other, and never sent', async () => {
    desk.broker.rows = [byHand()];
    await desk.run();
    const orderId = await adopted();
    await desk.rig.replace(orderId, 80);
    await desk.rig.send.advance(orderId);
    await desk.rig.cancel(orderId);
    await desk.rig.send.advance(orderId);
    expect(desk.rig.outcomes).toEqual(['replace accepted', 'cancel accepted']);
  });

  test('is only reported if the session says so', async () => {
    desk.broker.adoptsInto = null;
    desk.broker.rows = [byHand({ ordStatus: OrdStatus.Filled })];
    expect(await desk.run()).toMatchObject([
      { kind: 'foreignOrder', brokerOrderId: 'by hand', orderId: null, theirs: 'Filled' },
    ]);
    expect(await adopted()).toBeUndefined();
  });

  test('waits for the answer to a placement of ours that it may be', async () => {
    desk.broker.dedupe = 'bestEffort';
    const orderId = await desk.placed(null);
    desk.broker.rows = [byHand({ side: Side.Buy })];
    expect(await desk.run()).toMatchObject([
      { kind: 'notCompared', done: expect.stringContaining(orderId) },
    ]);
    desk.broker.rows = [byHand()];
    expect(await desk.run()).toMatchObject([{ kind: 'foreignOrder' }]);
  });

  test('waits where its tag has our form, until an attempt would have been settled', async () => {
    const at = (ago: number) => new Date(desk.rig.clock.now().getTime() - ago);
    desk.broker.rows = [byHand({ tag: 'T1', transactTime: at(0) })];
    expect(await desk.run()).toMatchObject([{ kind: 'notCompared' }]);
    desk.broker.rows = [byHand({ tag: 'T1', transactTime: at(10_000) })];
    expect(await desk.run()).toMatchObject([{ kind: 'foreignOrder' }]);
  });
});
