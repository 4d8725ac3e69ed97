import { AlertCode, decimal, OrdStatus, Side } from '@ome/domain';
import type { BrokerLink } from '..';
import { net, row, trade } from '../testing/broker-rows';
import { type ReconcileRig, useReconcileRig } from '../testing/reconcile-rig';

const current = useReconcileRig();
let desk: ReconcileRig;
beforeEach(() => {
  desk = current();
});

const TODAY = new Date('2026-11-24T05:00Z');
const itIs = (instant: Date | string) => (desk.rig.clock.now = () => new Date(instant));
const run = async () => {
  const { found } = await desk.reconcile.run(desk.broker as unknown as BrokerLink);
  await desk.rig.projector.flush();
  return found;
};
const ordersOf = (brokerOrderId: string) => desk.reader.allByBrokerOrderId('rest', brokerOrderId);

describe('a row with the number of an order of ours', () => {
  /** An order of yesterday, filled then. */
  const filledYesterday = async (): Promise<string> => {
    itIs('2026-11-23T05:00Z');
    const orderId = await desk.placed();
    desk.broker.rows = [row({ ordStatus: OrdStatus.Filled, cumQty: decimal(100) })];
    desk.broker.fills = [{ ...trade('F1', 100), transactTime: new Date('2026-11-23T05:00Z') }];
    desk.broker.nets = [net(100)];
    await run();
    expect(await desk.state(orderId)).toBe('Filled 100');
    itIs(TODAY);
    return orderId;
  };

  test.each([
    ['of another side', { side: Side.Sell }],
    ['of another symbol', { symbol: 'ACC' }],
    ['with the same content', {}],
  ])('on another day, %s, is another order', async (_name, fields) => {
    const yesterday = await filledYesterday();
    const today = { transactTime: TODAY, cumQty: decimal(40), ...fields };
    desk.broker.rows = [row({ ordStatus: OrdStatus.PartiallyFilled, ...today })];
    desk.broker.fills = [{ ...trade('F2', 40), transactTime: TODAY }];
    expect(await run()).toContainEqual(expect.objectContaining({ kind: 'foreignOrder' }));
    expect(await desk.state(yesterday)).toBe('Filled 100');
    const [adopted, ...others] = await ordersOf('B1');
    expect(others.map(({ orderId }) => orderId)).toEqual([yesterday]);
    expect(await desk.state(adopted.orderId)).toBe('PartiallyFilled 40');
    expect(adopted).toMatchObject({ origin: 'venue', ...fields });
    await run();
    expect(await ordersOf('B1')).toHaveLength(2);
  });

  test('of the day before, in a book that still has it, is that order', async () => {
    const yesterday = await filledYesterday();
    const then = { transactTime: new Date('2026-11-23T05:00Z') };
    desk.broker.rows = [row({ ordStatus: OrdStatus.Filled, cumQty: decimal(100), ...then })];
    expect(await run()).toEqual([]);
    expect((await ordersOf('B1')).map(({ orderId }) => orderId)).toEqual([yesterday]);
  });

  test('without a time, of a closed order of another day, is taken for neither', async () => {
    const yesterday = await filledYesterday();
    desk.broker.rows = [row({ ordStatus: OrdStatus.New, cumQty: decimal(120) })];
    expect(await run()).toContainEqual(
      expect.objectContaining({ kind: 'foreignOrder', done: expect.stringContaining(yesterday) }),
    );
    expect(await desk.state(yesterday)).toBe('Filled 100');
    expect(await ordersOf('B1')).toHaveLength(1);
  });

  test('with the stamp of no day is of the day of the book', async () => {
    const orderId = await desk.placed();
    const transactTime = new Date('1980-01-01T00:00Z');
    desk.broker.rows = [row({ ordStatus: OrdStatus.Canceled, transactTime })];
    await run();
    expect(await desk.state(orderId)).toBe('Canceled 0');
  });

  test('that contradicts the order of its day is kept, though it agrees with one of another day', async () => {
    const yesterday = await filledYesterday();
    desk.broker.rows = [];
    const today = await desk.placed('B1', { side: Side.Sell });
    desk.broker.rows = [row({ transactTime: TODAY, ordStatus: OrdStatus.Canceled })];
    await run();
    expect(await desk.state(yesterday)).toBe('Filled 100');
    expect(await desk.state(today)).toBe('PendingNew 0');
    expect(await desk.alerts(today)).toEqual([AlertCode.Contradiction]);
    expect(await ordersOf('B1')).toHaveLength(2);
  });

  describe('of the same day', () => {
    test.each([
      ['another side', { side: Side.Sell }, 'Side'],
      ['another symbol', { symbol: 'ACC' }, 'Symbol'],
      ['another exchange', { exchange: 'BSE' }, 'Exchange'],
    ])('and %s is kept with an alert, once, and not booked', async (_name, fields, field) => {
      const orderId = await desk.placed();
      desk.broker.rows = [row({ ordStatus: OrdStatus.Canceled, ...fields })];
      for (let time = 0; time < 2; time += 1) {
        expect(await desk.run()).toContainEqual(
          expect.objectContaining({ kind: 'foreignOrder', brokerOrderId: 'B1' }),
        );
      }
      expect(await desk.state(orderId)).toBe('PendingNew 0');
      expect(await desk.alerts(orderId)).toEqual([AlertCode.Contradiction]);
      expect(await desk.kept()).toMatchObject([{ comment: expect.stringContaining(field) }]);
      expect(await ordersOf('B1')).toHaveLength(1);
    });

    test('under another name of the instrument, or one that only the broker knows, is it', async () => {
      const orderId = await desk.placed();
      desk.broker.rows = [row({ symbol: 'RELIANCE-EQ' })];
      await desk.run();
      expect(await desk.state(orderId)).toBe('New 0');
      const own = { symbol: 'EQ-RELIND', symbolUnknown: true } as const;
      desk.broker.rows = [row({ ...own, ordStatus: OrdStatus.Canceled })];
      await desk.run();
      expect(await desk.state(orderId)).toBe('Canceled 0');
    });

    test('and our tag, of another side, is not booked either', async () => {
      const orderId = await desk.placed(null);
      desk.broker.rows = [row({ tag: `T${orderId.slice(-6)}`, side: Side.Sell })];
      await desk.run();
      expect(await desk.state(orderId)).toBe('PendingNew 0');
      expect(await desk.alerts(orderId)).toEqual([AlertCode.Contradiction]);
    });
  });

  test('an execution of another order with its number is not booked', async () => {
    const orderId = await desk.placed();
    desk.broker.rows = [row({ cumQty: decimal(30) })];
    desk.broker.fills = [
      trade('F1', 10),
      { ...trade('F2', 20), side: Side.Sell },
      { ...trade('F3', 20), symbol: 'ACC' },
    ];
    await desk.run();
    expect(await desk.state(orderId)).toBe('PartiallyFilled 10');
    expect(await desk.kept()).toHaveLength(2);
    expect(await desk.alerts(orderId)).toEqual([AlertCode.Contradiction, AlertCode.Contradiction]);
  });
});
