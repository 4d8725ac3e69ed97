import { AlertCode, decimal, OrdStatus } from '@ome/domain';
import type { BrokerLink } from '..';
import { net, row, trade, unread } from '../testing/broker-rows';
import { type ReconcileRig, useReconcileRig } from '../testing/reconcile-rig';

const current = useReconcileRig();
let desk: ReconcileRig;
beforeEach(() => {
  desk = current();
});

const itIs = (instant: string) => (desk.rig.clock.now = () => new Date(instant));
const found = async () => (await desk.reconcile.run(desk.broker as unknown as BrokerLink)).found;

describe('a row that cannot be read', () => {
  test('is kept once, with an alert on its order, and the others are compared', async () => {
    const [odd, other] = [await desk.placed('B1'), await desk.placed('B2')];
    desk.broker.rows = [row({ brokerOrderId: 'B2', ordStatus: OrdStatus.Canceled })];
    desk.broker.unreadable.orders = [unread({ brokerOrderId: 'B1', symbol: 'RELIANCE' })];
    for (let time = 0; time < 3; time += 1) {
      expect(await desk.run()).toContainEqual(
        expect.objectContaining({ kind: 'notCompared', brokerOrderId: 'B1', symbol: 'RELIANCE' }),
      );
    }
    expect(await desk.state(other)).toBe('Canceled 0');
    expect(await desk.state(odd)).toBe('PendingNew 0');
    expect(await desk.kept()).toEqual([{ body: '{"odd":"1"}', comment: 'A row without a side' }]);
    expect(await desk.alerts(odd)).toEqual([AlertCode.Unbookable]);
  });

  test('of an order hides none of its executions', async () => {
    const orderId = await desk.placed();
    desk.broker.unreadable.orders = [unread({ brokerOrderId: 'B1' })];
    desk.broker.fills = [trade('F1', 10)];
    desk.broker.nets = [net(10)];
    expect(await desk.run()).toContainEqual(
      expect.objectContaining({ kind: 'booked', orderId, done: 'Booked Trade F1' }),
    );
    expect(await desk.state(orderId)).toBe('PartiallyFilled 10');
  });

  test('of a closed order hides none of its late executions', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row({ ordStatus: OrdStatus.Canceled })];
    await desk.run();
    expect(await desk.state(orderId)).toBe('Canceled 0');
    desk.broker.rows = [];
    desk.broker.unreadable.orders = [unread({ brokerOrderId: 'B1' })];
    desk.broker.fills = [trade('F1', 10)];
    desk.broker.nets = [net(10)];
    await desk.run();
    expect(await desk.state(orderId)).toBe('Canceled 10');
  });

  test('of an execution does not keep the other executions out', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row({ cumQty: decimal(30) })];
    desk.broker.fills = [trade('F1', 10)];
    desk.broker.unreadable.trades = [unread({ kind: 'execution', brokerOrderId: 'B1' })];
    desk.broker.nets = [net(30)];
    expect(await desk.run()).toContainEqual(
      expect.objectContaining({ kind: 'cumQty', ours: '10', theirs: '30' }),
    );
    expect(await desk.state(orderId)).toBe('PartiallyFilled 10');
    expect(await desk.kept()).toHaveLength(1);
    expect(await desk.alerts(orderId)).toEqual([AlertCode.Unbookable]);
  });

  describe('is no proof that an order is gone', () => {
    const lapsed = async () => {
      itIs('2026-11-20T10:00Z');
      const orderId = await desk.placed();
      desk.broker.rows = [row()];
      await found();
      desk.broker.rows = [];
      itIs('2026-11-23T10:00Z');
      return orderId;
    };

    test.each([
      ['orders', 'that names no order', null],
      ['orders', 'of the order itself', 'B1'],
      ['history', 'of the order', 'B1'],
    ])('in the %s: one %s', async (book, _name, brokerOrderId) => {
      const orderId = await lapsed();
      desk.broker.unreadable[book] = [unread({ brokerOrderId })];
      expect(await found()).toContainEqual(
        expect.objectContaining({ kind: 'notCompared', orderId, ours: 'New' }),
      );
      expect(await desk.state(orderId)).toBe('New 0');
    });

    test('unless it is of another order', async () => {
      const orderId = await lapsed();
      desk.broker.unreadable.orders = [unread({ brokerOrderId: 'B2' })];
      await found();
      expect(await desk.state(orderId)).toBe('Expired 0');
    });
  });

  describe('of a position', () => {
    const held = async () => {
      await desk.placed();
      desk.broker.rows = [row({ cumQty: decimal(30) })];
      desk.broker.fills = [trade('F1', 30)];
      desk.broker.nets = [net(30)];
      await desk.run();
      desk.broker.nets = [];
    };
    const kinds = async () =>
      (await desk.run()).map(({ kind, symbol, ours }) => [kind, symbol, ours]);

    test('is kept, and only its instrument is not compared', async () => {
      await held();
      desk.broker.unreadable.positions = [
        unread({ kind: 'position', exchange: 'NSE', symbol: 'RELIANCE' }),
      ];
      desk.broker.nets = [net(5, { symbol: 'ACC' })];
      expect(await kinds()).toEqual([
        ['notCompared', 'RELIANCE', null],
        ['position', 'ACC', '0'],
      ]);
      expect(await desk.kept()).toHaveLength(1);
    });

    test('that names no instrument may be any that the broker does not show', async () => {
      await held();
      desk.broker.unreadable.positions = [unread({ kind: 'position' })];
      expect(await kinds()).toEqual([['notCompared', null, null]]);
      desk.broker.nets = [net(20)];
      expect(await kinds()).toEqual([
        ['notCompared', null, null],
        ['position', 'RELIANCE', '30'],
      ]);
    });
  });
});
