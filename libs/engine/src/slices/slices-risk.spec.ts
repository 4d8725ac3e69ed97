import { decimal, KillSwitchMode, KillSwitchScope } from '@ome/domain';
import type { Connection } from 'mongoose';
import { eventually } from '../../../platform/src/testing/eventually';
import { dropTestStore, openTestStore, TestClock } from '../testing/engine-rig';
import { MemoryRiskStore } from '../testing/memory-risk-store';
import { BY_TEST, clear, type Death, settle, SlicesProcess } from '../testing/slices-rig';

let connection: Connection;
let store: MemoryRiskStore;
let clock: TestClock;
let engine: SlicesProcess;

beforeAll(async () => {
  connection = await openTestStore();
});
afterAll(async () => {
  await dropTestStore(connection);
});
beforeEach(async () => {
  await clear(connection);
  store = new MemoryRiskStore();
  clock = new TestClock();
  engine = process();
});

const process = (death: Death | null = null) => new SlicesProcess(connection, store, clock, death);

describe('the kill switch', () => {
  const pull = async (): Promise<void> => {
    const at = new Date();
    const { Engine: scope } = KillSwitchScope;
    await store.pull({
      scope,
      id: null,
      mode: KillSwitchMode.BlockAll,
      reason: 'enough',
      by: null,
      at,
    });
  };

  test('before the first slice: the parent is rejected', async () => {
    const { orderId } = await engine.placeOrder();
    await pull();
    const other = process();
    await other.send.advance(orderId);
    expect(await engine.whole(orderId)).toBe('Rejected 0/0');
    expect((await engine.order(orderId)).reason).toContain('enough');
  });

  test('after all slices, none of which is sent yet: the parent is rejected', async () => {
    const { parent, slices } = await engine.sliced();
    await pull();
    await engine.settings.refresh();
    await Promise.all(slices.map((orderId) => engine.send.advance(orderId)));
    expect(await engine.whole(parent)).toBe('Rejected 0/0');
    expect((await engine.order(parent)).reason).toContain('enough');
  });

  test('after some slices: these continue, the rest is canceled with the reason', async () => {
    const { orderId: parent } = await engine.placeOrder();
    await process({ atCall: 9, afterActing: false })
      .send.advance(parent)
      .catch(() => undefined);
    await pull();
    settle(clock);
    await process().send.advance(parent);
    const slices = await engine.slicesOf(parent);
    expect(slices.length).toBeLessThan(5);
    for (const { orderId } of slices) await engine.fill(orderId, 100);
    expect(await engine.whole(parent)).toBe(`Canceled ${slices.length * 100}/0`);
    const { reason } = await engine.order(parent);
    expect(reason).toContain(`Slice ${slices.length + 1} of 5: Trading is stopped`);
  });
});

describe('limits', () => {
  const limit = async (limits: object): Promise<void> => {
    const scope = { account: null, exchange: null, symbol: null };
    store.limits = [{ ...scope, limits, version: 1, setBy: null, setAt: new Date() }];
    engine = process();
  };
  /** Read models count once a majority holds them. */
  const expectExposure = (expected: string): Promise<void> =>
    eventually(async () => {
      await engine.counters.settle('42');
      const [use] = await engine.counters.use('42');
      expect(`${use.openOrders}: ${use.exposure.toFixed()}`).toBe(expected);
    });

  test('the parent is checked, but not against the freeze quantity', async () => {
    await limit({ freezeQty: true, lotSize: true, maxOrderQty: decimal(400) });
    await expect(engine.placeOrder()).rejects.toThrow('ABOVE_MAX_ORDER_QTY');
    await expect(engine.placeOrder({ orderQty: decimal(125) })).rejects.toThrow('NOT_IN_LOTS');
    await expect(engine.placeOrder({ slice: false, orderQty: decimal(110) })).rejects.toThrow(
      'ABOVE_FREEZE_QTY',
    );
    expect((await engine.sliced({ orderQty: decimal(400) })).slices).toHaveLength(4);
  });

  test('the parent counts once, as long as a slice is open, and slices do not count', async () => {
    await limit({
      maxOpenOrders: 1,
      maxExposure: decimal(4_500),
      maxOrdersPerSecond: 2,
      repeatWindowMs: 60_000,
    });
    const { parent, slices } = await engine.sliced();
    expect(slices).toHaveLength(5);
    await expectExposure('1: 4500');
    await engine.fill(slices[0], 100);
    await engine.report(slices[1], 'Canceled');
    await engine.whole(parent);
    await expectExposure('1: 2500');
    for (const slice of slices.slice(2)) await engine.report(slice, 'Canceled');
    await engine.whole(parent);
    await expectExposure('0: 0');
  });

  test('a replace of a slice counts what it adds', async () => {
    await limit({ maxExposure: decimal(5_000), maxOpenOrders: 1 });
    const { parent, slices } = await engine.sliced();
    await engine.report(slices[4], 'New');
    const to = (quantity: number) => ({
      clOrdId: null,
      quantity: decimal(quantity),
      price: null,
      stopPrice: null,
    });
    expect(await engine.change.replace(slices[4], to(101), BY_TEST)).toMatchObject({
      refused: 'ABOVE_MAX_EXPOSURE',
    });
    expect(await engine.change.replace(slices[4], to(100), BY_TEST)).toHaveProperty('order');
    await expectExposure('2: 5000');
    await engine.report(slices[4], 'Replaced');
    await engine.whole(parent);
    await expectExposure('1: 5000');
  });
});
