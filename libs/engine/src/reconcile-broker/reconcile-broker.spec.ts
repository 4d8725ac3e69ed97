import { AlertCode, decimal, Executions, foldOrder, OrdStatus, requestClOrdId } from '@ome/domain';
import type { BrokerLink } from '..';
import { net, row, trade } from '../testing/broker-rows';
import { type ReconcileRig, useReconcileRig } from '../testing/reconcile-rig';

const current = useReconcileRig();
let desk: ReconcileRig;
beforeEach(() => {
  desk = current();
});

describe('ReconcileBroker', () => {
  test('orders that agree are not mentioned, and cost two calls', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row()];
    await desk.run();
    desk.broker.calls.length = 0;
    expect(await desk.run()).toEqual([]);
    expect(desk.broker.calls.sort()).toEqual(['orders', 'positions']);
    expect(await desk.state(orderId)).toBe('New 0');
  });

  test('a missed acknowledgement, fill and end are booked and reported', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row({ ordStatus: OrdStatus.Canceled, cumQty: decimal(30) })];
    desk.broker.fills = [trade('F1', 10), trade('F2', 20), trade('F3', 5, 'B2')];
    desk.broker.nets = [net(30)];
    expect(await desk.run()).toMatchObject([
      { kind: 'booked', orderId, done: 'Booked Canceled, Trade F1, Trade F2' },
    ]);
    expect(await desk.state(orderId)).toBe('Canceled 30');
    expect(await desk.run()).toEqual([]);
  });

  test('an execution at price zero is booked with an alert, and its price counts for nothing', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row({ cumQty: decimal(10) })];
    desk.broker.fills = [{ ...trade('F1', 10), lastPx: decimal(0) }];
    desk.broker.nets = [net(10)];
    await desk.run();
    expect(await desk.state(orderId)).toBe('PartiallyFilled 10');
    const events = await desk.rig.journal.read(orderId);
    expect(events.find(({ type }) => type === 'Trade')).toMatchObject({
      alerts: [{ code: AlertCode.ImplausiblePrice }],
    });
    expect(Executions.fold(events).find('F1')).toMatchObject({ doubted: true });
  });

  test('a placement whose answer was lost is found by its tag', async () => {
    const orderId = await desk.placed(null);
    desk.broker.rows = [row({ tag: `T${orderId.slice(-6)}` })];
    expect(await desk.run()).toMatchObject([{ kind: 'booked', orderId, brokerOrderId: 'B1' }]);
    expect(await desk.state(orderId)).toBe('New 0');
  });

  test('an order with a replace that is held is compared as it is at the broker', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row()];
    await desk.run();
    await desk.rig.writer.change(
      orderId,
      (order) => ({
        type: 'ReplaceRequested',
        clOrdId: requestClOrdId(order),
        newClOrdId: null,
        orderQty: decimal(200),
        price: decimal(10),
        stopPrice: null,
        approval: { kind: 'secondPerson', rules: ['x'], expiresAt: new Date(Date.now() + 60_000) },
      }),
      { by: 'test', requestId: null },
    );
    desk.rig.clock.aheadMs += 2_000;
    expect(await desk.run()).toEqual([]);
    desk.broker.rows = [row({ ordStatus: OrdStatus.Filled, cumQty: decimal(100) })];
    expect(await desk.run()).toMatchObject([
      { kind: 'cumQty', theirs: '100' },
      { kind: 'ordStatus', ours: 'New', theirs: 'Filled' },
    ]);
  });

  describe('an order that was changed elsewhere', () => {
    const quiet = () => (desk.rig.clock.aheadMs += 2_000);
    const terms = async (orderId: string) => {
      const { orderQty, price } = foldOrder(await desk.rig.journal.read(orderId))!;
      return `${orderQty.toFixed()} at ${price?.toFixed()}`;
    };

    test('gets the terms of the broker, on which our next replace builds', async () => {
      const orderId = await desk.placed();
      desk.broker.rows = [row()];
      await desk.run();
      quiet();
      desk.broker.rows = [row({ orderQty: decimal(40), price: decimal(9) })];
      expect(await desk.run()).toMatchObject([
        { kind: 'booked', orderId, done: 'Booked Replaced' },
      ]);
      expect(await terms(orderId)).toBe('40 at 9');
      expect(await desk.run()).toEqual([]);

      const request = { clOrdId: null, quantity: null, price: decimal(8), stopPrice: null };
      await desk.rig.change.replace(orderId, request, { by: 'test', requestId: null });
      const asked = foldOrder(await desk.rig.journal.read(orderId))!.commands[0].terms!;
      expect(asked.orderQty.toFixed()).toBe('40');
    });

    test('keeps its terms while the order book may be older', async () => {
      const orderId = await desk.placed();
      desk.broker.rows = [row({ orderQty: decimal(40) })];
      expect(await desk.run()).toMatchObject([
        { kind: 'booked' },
        { kind: 'terms', theirs: '40 at 10' },
      ]);
      expect(await terms(orderId)).toBe('100 at 10');
      quiet();
      await desk.run();
      expect(await terms(orderId)).toBe('40 at 10');
    });

    test('after our replace was taken is no more than that', async () => {
      const orderId = await desk.placed();
      desk.broker.rows = [row()];
      await desk.run();
      const request = { clOrdId: null, quantity: null, price: decimal(8), stopPrice: null };
      await desk.rig.change.replace(orderId, request, { by: 'test', requestId: null });
      await desk.rig.send.advance(orderId);
      desk.broker.rows = [row({ orderQty: decimal(40), price: decimal(9) })];
      await desk.run();
      expect(await desk.state(orderId)).toBe('PendingReplace 0');
      desk.rig.clock.aheadMs += 4_000;
      expect(await desk.run()).toMatchObject([
        { kind: 'booked', orderId, done: 'Booked Replaced' },
      ]);
      expect(await desk.state(orderId)).toBe('New 0');
      expect(await terms(orderId)).toBe('40 at 9');
    });

    test('and ended before anybody looked has the terms that it ended with', async () => {
      const orderId = await desk.placed();
      desk.broker.rows = [row()];
      await desk.run();
      quiet();
      const canceled = { ordStatus: OrdStatus.Canceled, orderQty: decimal(40) };
      desk.broker.rows = [row(canceled)];
      await desk.run();
      quiet();
      await desk.run();
      expect(await desk.state(orderId)).toBe('Canceled 0');
      expect(await terms(orderId)).toBe('40 at 10');
    });

    test('and filled for less, is filled', async () => {
      const orderId = await desk.placed();
      desk.broker.rows = [row()];
      await desk.run();
      quiet();
      const filled = { ordStatus: OrdStatus.Filled, cumQty: decimal(40) };
      desk.broker.rows = [row({ ...filled, orderQty: decimal(40) })];
      desk.broker.fills = [trade('F1', 40)];
      await desk.run();
      expect(await desk.state(orderId)).toBe('Filled 40');
    });
  });

  test('an open order missing in the order book is looked up in the history', async () => {
    const orderId = await desk.placed();
    desk.broker.past = [row(), row({ ordStatus: OrdStatus.Rejected, text: 'no margin' })];
    expect(await desk.run()).toMatchObject([{ kind: 'booked', orderId }]);
    expect(await desk.state(orderId)).toBe('Rejected 0');
  });

  test('an order unknown to the broker is listed', async () => {
    const orderId = await desk.placed();
    expect(await desk.run()).toMatchObject([
      { kind: 'missingAtBroker', orderId, brokerOrderId: 'B1' },
    ]);
    expect(desk.noted).toHaveLength(1);
  });

  test('of many missing orders, each is looked up in its turn', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `B${index}`);
    for (const name of names) await desk.placed(name);
    let asked: string[];
    desk.broker.history = ({ brokerOrderId }) => {
      asked.push(brokerOrderId!);
      return Promise.resolve({ rows: [], unreadable: [] });
    };
    const askedOnce = async () => {
      asked = [];
      expect(await desk.run()).toHaveLength(25);
      return asked;
    };
    expect(await askedOnce()).toEqual(names.slice(0, 20));
    expect((await askedOnce()).sort()).toEqual([...names.slice(20), ...names.slice(0, 15)].sort());
  });

  test("a day order expires if a later day's order book lacks it too", async () => {
    const itIs = (instant: string) => (desk.rig.clock.now = () => new Date(instant));
    const found = async () =>
      (await desk.reconcile.run(desk.broker as unknown as BrokerLink)).found.map(
        ({ kind, done }) => [kind, done],
      );
    itIs('2026-11-20T10:00Z');
    const orderId = await desk.placed();
    desk.broker.rows = [row()];
    expect(await found()).toEqual([['booked', 'Booked New']]);
    desk.broker.rows = [];
    expect(await found()).toEqual([['missingAtBroker', expect.anything()]]);
    itIs('2026-11-23T10:00Z');
    expect(await found()).toEqual([['booked', 'Booked Expired']]);
    expect(await desk.state(orderId)).toBe('Expired 0');
    expect(await found()).toEqual([]);
  });

  test('an order with an unreadable history does not keep others from being compared', async () => {
    const [first, second] = [await desk.placed('B1'), await desk.placed('B2')];
    desk.broker.rows = [row({ brokerOrderId: 'B2' })];
    desk.broker.history = () => Promise.reject(new Error('no such order'));
    expect(await desk.run()).toMatchObject([
      { kind: 'booked', orderId: second },
      { kind: 'missingAtBroker', orderId: first, done: expect.stringContaining('no such order') },
    ]);
    expect(desk.noted).toHaveLength(2);
  });

  test('quantities, terms and positions that differ are listed with both sides', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row({ orderQty: decimal(90), cumQty: decimal(7) })];
    desk.broker.nets = [net(7)];
    expect(await desk.run()).toMatchObject([
      { kind: 'booked' },
      { kind: 'cumQty', orderId, ours: '0', theirs: '7' },
      { kind: 'terms', orderId, ours: '100 at 10', theirs: '90 at 10' },
      { kind: 'position', ours: '0', theirs: '7', symbol: 'RELIANCE', exchange: 'NSE' },
    ]);
  });

  test('positions are compared per product, and an order without one has the default', async () => {
    await desk.placed();
    desk.broker.rows = [row({ cumQty: decimal(30) })];
    desk.broker.fills = [trade('F1', 30)];
    desk.broker.nets = [net(30, { product: 'CNC' })];
    await desk.run();
    expect(await desk.run()).toEqual([]);
    desk.broker.nets = [net(20, { product: 'CNC' }), net(10, { product: 'MIS' })];
    expect(await desk.run()).toMatchObject([
      { kind: 'position', product: 'CNC', ours: '30', theirs: '20' },
      { kind: 'position', product: 'MIS', ours: '0', theirs: '10' },
    ]);
  });

  test('an unanswered cancel is settled by what the history says', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row()];
    await desk.run();
    await desk.rig.cancel(orderId);
    await desk.rig.send.advance(orderId);
    expect(await desk.state(orderId)).toBe('PendingCancel 0');
    desk.rig.clock.aheadMs += 4_000;
    desk.broker.past = [row({ news: 'CancelRejected', text: 'frozen' })];
    expect(await desk.run()).toMatchObject([
      { kind: 'booked', orderId, done: 'Booked CancelReject' },
    ]);
    expect(await desk.state(orderId)).toBe('New 0');
  });

  test('an order with unreadable fills does not keep others from being booked', async () => {
    const [first, second] = [await desk.placed('B1'), await desk.placed('B2')];
    const filled = { ordStatus: OrdStatus.Filled, cumQty: decimal(100) };
    desk.broker.rows = [row({ ...filled }), row({ ...filled, brokerOrderId: 'B2' })];
    const read = desk.broker.trades;
    desk.broker.trades = (order) =>
      order?.brokerOrderId === 'B1' ? Promise.reject(new Error('no answer')) : read(order);
    desk.broker.fills = [trade('F2', 100, 'B2')];
    desk.broker.nets = [net(100)];
    expect(await desk.run()).toMatchObject([
      { kind: 'notCompared', brokerOrderId: 'B1', done: 'Nothing yet: no answer' },
      { kind: 'booked', orderId: second },
    ]);
    expect([await desk.state(first), await desk.state(second)]).toEqual([
      'PendingNew 0',
      'Filled 100',
    ]);
    expect(desk.noted).toHaveLength(2);
  });

  test('a broker that cannot be asked proves nothing', async () => {
    await desk.placed();
    desk.broker.orders = () => Promise.reject(new Error('Server Timeout'));
    await expect(desk.run()).rejects.toThrow('Server Timeout');
    expect(desk.noted).toEqual([]);
  });
});
