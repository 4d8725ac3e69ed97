import type { OrderView } from '@ome/contracts';
import { type OrderChanges, OrderStore } from './order-store';

const order = (orderId: string, version: number, fields: Partial<OrderView> = {}): OrderView =>
  ({
    orderId,
    version,
    leavesQty: '0',
    ordStatus: 'Filled',
    inDoubt: false,
    ...fields,
  }) as OrderView;

describe('the orders that the pages show', () => {
  let store: OrderStore;
  let told: OrderChanges[];

  beforeEach(() => {
    jest.useFakeTimers();
    store = new OrderStore();
    told = [];
    store.subscribe((changes) => told.push(changes));
    jest.runOnlyPendingTimers();
  });
  afterEach(() => jest.useRealTimers());

  test('the highest version of an order counts, whatever comes last', () => {
    store.take([order('a', 3), order('a', 2), order('a', 4)]);
    store.take([order('a', 1)]);
    expect(store.get('a')?.version).toBe(4);
    expect(store.counts().total).toBe(1);
  });

  test('many changes are reported together, each order once in its current state', () => {
    for (let version = 1; version <= 100; version += 1) store.take([order('a', version)]);
    expect(told).toEqual([]);
    jest.advanceTimersByTime(250);
    expect(told).toEqual([{ changed: [order('a', 100)], forgotten: [] }]);
  });

  test('a later listener gets all orders, in chunks, in their current state', () => {
    store.take(Array.from({ length: 2_000 }, (_, index) => order(`o-${index}`, 1)));
    jest.advanceTimersByTime(1_000);
    const late: OrderChanges[] = [];
    const leave = store.subscribe((changes) => late.push(changes));
    jest.advanceTimersByTime(1);
    expect(late.map(({ changed }) => changed.length)).toEqual([750]);
    store.take([order('o-1999', 2)]);
    jest.advanceTimersByTime(1_000);
    const changed = late.flatMap((changes) => changes.changed);
    expect(changed).toHaveLength(2_000);
    expect(changed).toContainEqual(order('o-1999', 2));
    leave();
    store.take([order('o-0', 3)]);
    jest.advanceTimersByTime(1_000);
    expect(late).toHaveLength(3);
  });

  test('counts follow the state of an order', () => {
    store.take([order('a', 1, { leavesQty: '5', ordStatus: 'New', inDoubt: true })]);
    expect(store.counts()).toEqual({ total: 1, open: 1, inDoubt: 1, rejected: 0 });
    store.take([order('a', 2, { ordStatus: 'Rejected' })]);
    jest.advanceTimersByTime(400);
    expect(store.counts()).toEqual({ total: 1, open: 0, inDoubt: 0, rejected: 1 });
  });

  test('forgets the oldest closed orders above its limit, and no open one', () => {
    store.take([order('open', 1, { leavesQty: '1', ordStatus: 'New' })]);
    const newestFirst = Array.from({ length: 20_001 }, (_, index) =>
      order(`o-${index}`, 1, { createdAt: new Date(1e12 - index).toISOString() }),
    );
    store.take(newestFirst);
    jest.advanceTimersByTime(250);
    expect(told[0].forgotten).toEqual(newestFirst.slice(-1_002).reverse());
    expect(store.get('open')).toBeDefined();
  });
});
