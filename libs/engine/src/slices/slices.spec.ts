import {
  decimal,
  type ExecutionReport,
  KillSwitchMode,
  KillSwitchScope,
  leavesQty,
  OrdStatus,
  ordStatus,
  type ReportKind,
} from '@ome/domain';
import type { Connection } from 'mongoose';
import { aReport } from '../../../domain/test/builders';
import { eventually } from '../../../platform/src/testing/eventually';
import { dropTestStore, openTestStore, TestClock, TIMING } from '../testing/engine-rig';
import { MemoryRiskStore } from '../testing/memory-risk-store';
import { BY_TEST, type Death, SlicesProcess } from '../testing/slices-rig';

let connection: Connection;
let store: MemoryRiskStore;
let clock: TestClock;
let engine: SlicesProcess;

beforeAll(async () => {
  connection = await openTestStore({ monitorCommands: true });
});
afterAll(async () => {
  await dropTestStore(connection);
});
beforeEach(async () => {
  for (const name of ['order_events', 'orders', 'fills', 'risk_counters', 'unmatched_reports']) {
    await connection.db!.collection(name).deleteMany({});
  }
  store = new MemoryRiskStore();
  clock = new TestClock();
  engine = process();
});

const process = (death: Death | null = null) => new SlicesProcess(connection, store, clock, death);

/** After the time at which a lost attempt could still have had an effect. */
const settle = (): void => {
  const { sendWindowMs, linkTimeoutMs, settleMarginMs } = TIMING;
  clock.aheadMs += sendWindowMs + linkTimeoutMs + settleMarginMs + 1;
};

const quantities = async (orderId: string) =>
  (await engine.slicesOf(orderId)).map(({ orderQty }) => orderQty.toFixed());

/** Status, CumQty/LeavesQty of the sliced order after all events have reached it. */
async function whole(orderId: string): Promise<string> {
  await engine.advanceAll();
  const order = await engine.order(orderId);
  return `${ordStatus(order)} ${order.cumQty.toFixed()}/${leavesQty(order).toFixed()}`;
}

async function sliced(fields = {}): Promise<{ parent: string; slices: string[] }> {
  const { orderId: parent } = await engine.placeOrder(fields);
  await engine.send.advance(parent);
  const slices = (await engine.slicesOf(parent)).map(({ orderId }) => orderId);
  return { parent, slices };
}

let execIds = 0;
const report = (orderId: string, kind: ReportKind, fields: Partial<ExecutionReport> = {}) =>
  engine.reports.bookOn(
    orderId,
    aReport(kind, { clOrdId: orderId, execId: `E${(execIds += 1)}`, ...fields }),
    BY_TEST,
  );
const fill = (orderId: string, quantity: number, price = 10) =>
  report(orderId, 'Trade', { lastQty: decimal(quantity), lastPx: decimal(price) });

describe('an order above the freeze quantity', () => {
  test('is sent in slices of whole lots within it, which are orders of their own', async () => {
    const { parent } = await sliced({ clOrdId: 'x'.repeat(64) });
    expect(await quantities(parent)).toEqual(['100', '100', '100', '100', '50']);
    expect(await engine.order(parent)).toMatchObject({
      link: 'slices',
      slicing: { link: 'rest', quantity: decimal(100) },
    });
    for (const slice of await engine.slicesOf(parent)) {
      expect(slice).toMatchObject({ parentOrderId: parent, link: 'rest', slicing: null });
      expect(slice.clOrdId.length).toBeLessThanOrEqual(64);
    }
    expect(await whole(parent)).toBe('PendingNew 0/450');
  });

  test('that does not ask for it, or is within it, is sent unchanged', async () => {
    expect(await engine.placeOrder({ slice: false })).toMatchObject({ link: 'rest' });
    const within = await engine.placeOrder({ orderQty: decimal(105) });
    expect(within).toMatchObject({ link: 'rest', slicing: null });
  });

  test.each([
    [{ symbol: 'NOBODY' }, 'FREEZE_QTY_UNKNOWN'],
    [{ orderQty: decimal(10_001) }, 'TOO_MANY_SLICES'],
  ])('%j is refused: %s', async (fields, refused) => {
    await expect(engine.placeOrder(fields)).rejects.toThrow(refused);
  });

  test('sent again is the same order', async () => {
    const { parent } = await sliced({ clOrdId: 'again' });
    expect((await engine.placeOrder({ clOrdId: 'again' })).orderId).toBe(parent);
    await expect(
      engine.placeOrder({ clOrdId: 'again', link: null, orderQty: decimal(9) }),
    ).rejects.toThrow('DUPLICATE_CL_ORD_ID');
  });

  test('is the sum of its slices, and its fills are theirs alone', async () => {
    const { parent, slices } = await sliced();
    for (const slice of slices) await report(slice, 'New');
    expect(await whole(parent)).toBe('New 0/450');
    await fill(slices[0], 100, 10);
    await fill(slices[4], 20, 13);
    expect(await whole(parent)).toBe('PartiallyFilled 120/330');
    expect((await engine.order(parent)).notional.toFixed()).toBe('1260');
    for (const slice of slices.slice(1, 4)) await fill(slice, 100);
    await fill(slices[4], 30);
    expect(await whole(parent)).toBe('Filled 450/0');
    const fills = await connection.db!.collection('fills').find().toArray();
    expect(fills).toHaveLength(6);
    expect(fills.filter(({ orderId }) => orderId === parent)).toEqual([]);
    const types = (await engine.journal.read(parent)).map(({ type }) => type);
    expect(types).not.toContain('Trade');
  });

  test('is summed from newer events alone, however many its slices had before', async () => {
    const { parent, slices } = await sliced();
    let [commands, documents] = [0, 0];
    connection.getClient().on('commandSucceeded', ({ commandName, reply }) => {
      if (commandName !== 'find') return;
      commands += 1;
      documents += (reply as { cursor: { firstBatch: unknown[] } }).cursor.firstBatch.length;
    });
    const costs: string[] = [];
    for (let index = 1; index <= 60; index += 1) {
      await fill(slices[0], 1);
      [commands, documents] = [0, 0];
      await engine.sums.run(parent);
      costs.push(`${commands} commands, ${documents} documents`);
    }
    expect(costs[59]).toBe(costs[9]);
    expect((await engine.order(parent)).cumQty.toFixed()).toBe('60');
  });

  test('earlier events are delivered again, and change nothing', async () => {
    const { parent, slices } = await sliced();
    await fill(slices[0], 100);
    await whole(parent);
    const { version } = await engine.order(parent);
    await process().advanceAll();
    await engine.advanceAll();
    expect((await engine.order(parent)).version).toBe(version);
  });

  test('is found behind by a sweep, if the feed delivered nothing', async () => {
    const { parent, slices } = await sliced();
    for (const slice of slices) await report(slice, 'Canceled');
    await process().advance.sweep();
    expect(ordStatus(await engine.order(parent))).toBe(OrdStatus.Canceled);
  });

  test('shows that one of its slices is in doubt', async () => {
    const { parent, slices } = await sliced();
    await report(slices[0], 'New');
    await whole(parent);
    const { orderId } = await engine.order(slices[1]);
    const event = await engine.journal.read(orderId);
    const started = { clOrdId: orderId, attempt: 1 };
    const sendBy = new Date();
    const envelope = { orderId, at: new Date(), by: null, requestId: null };
    const seq = event.length;
    await engine.journal.append({
      ...envelope,
      ...started,
      type: 'SendStarted',
      seq: seq + 1,
      tag: 't',
      sendBy,
    });
    await engine.journal.append({
      ...envelope,
      ...started,
      type: 'SendInDoubt',
      seq: seq + 2,
      text: 'lost',
    });
    await engine.advanceAll();
    expect((await engine.order(parent)).slices).toMatchObject({ inDoubt: true });
  });

  test('a report that quotes it could mean any slice, and waits', async () => {
    const { parent } = await sliced();
    const quoted = aReport('Trade', {
      clOrdId: parent,
      execId: 'E',
      lastQty: decimal(1),
      lastPx: decimal(1),
    });
    expect(await engine.reports.execute(quoted, BY_TEST)).toMatchObject({ booked: false });
    expect(await connection.db!.collection('unmatched_reports').countDocuments()).toBe(1);
  });
});

describe('a change', () => {
  const cancel = async (parent: string): Promise<void> => {
    const request = { clOrdId: null, text: 'enough' };
    const changed = await engine.change.cancel(parent, request, BY_TEST);
    if ('refused' in changed) throw new Error(changed.refused);
    await engine.send.advance(parent);
  };

  test('of the parent is refused with what to do instead', async () => {
    const { parent } = await sliced();
    const request = { clOrdId: null, quantity: decimal(500), price: null, stopPrice: null };
    expect(await engine.change.replace(parent, request, BY_TEST)).toEqual({
      refused: 'ORDER_IS_SLICED',
    });
  });

  test('of a slice changes the parent', async () => {
    const { parent, slices } = await sliced();
    await report(slices[4], 'New');
    const request = { clOrdId: null, quantity: decimal(70), price: null, stopPrice: null };
    await engine.change.replace(slices[4], request, BY_TEST);
    await report(slices[4], 'Replaced');
    await report(slices[0], 'Canceled');
    expect(await whole(parent)).toBe('New 0/370');
    expect((await engine.order(parent)).orderQty.toFixed()).toBe('470');
  });

  test('a cancel of the parent cancels open slices, and is answered by the last slice', async () => {
    const { parent, slices } = await sliced();
    for (const slice of slices) await report(slice, 'New');
    await fill(slices[0], 100);
    await report(slices[1], 'Canceled');
    await cancel(parent);
    expect(await whole(parent)).toBe('PendingCancel 100/250');
    for (const slice of slices.slice(2)) {
      expect(ordStatus(await engine.order(slice))).toBe(OrdStatus.PendingCancel);
      await report(slice, 'Canceled');
    }
    expect(await whole(parent)).toBe('Canceled 100/0');
  });

  test('a cancel that some slice refuses is refused', async () => {
    const { parent, slices } = await sliced({ orderQty: decimal(200) });
    for (const slice of slices) await report(slice, 'New');
    await cancel(parent);
    await report(slices[0], 'Canceled');
    await report(slices[1], 'CancelReject');
    expect(await whole(parent)).toBe('New 0/100');
    expect((await engine.order(parent)).commands).toEqual([]);
  });

  test('a cancel while slices are placed prevents placing the others', async () => {
    const { orderId: parent } = await engine.placeOrder();
    const dying = process({ atCall: 9, afterActing: false });
    await dying.send.advance(parent).catch(() => undefined);
    const placed = (await engine.slicesOf(parent)).length;
    expect(placed).toBeGreaterThan(0);
    expect(placed).toBeLessThan(5);
    await engine.change.cancel(parent, { clOrdId: null, text: null }, BY_TEST);
    settle();
    await engine.send.advance(parent);
    expect(await engine.slicesOf(parent)).toHaveLength(placed);
    expect(await whole(parent)).toBe('Canceled 0/0');
  });

  test('a slice placed after the cancel is canceled, and so is one that a bust reopens', async () => {
    const { parent, slices } = await sliced({ orderQty: decimal(200) });
    await report(slices[0], 'New');
    await fill(slices[1], 100);
    await cancel(parent);
    await report(slices[0], 'Canceled');
    expect(await whole(parent)).toBe('Canceled 100/0');
    await report(slices[1], 'TradeCancel', { execRefId: `E${execIds - 1}` });
    await engine.advanceAll();
    expect(ordStatus(await engine.order(slices[1]))).toBe(OrdStatus.PendingCancel);
    await report(slices[1], 'Canceled');
    expect(await whole(parent)).toBe('Canceled 0/0');
  });
});

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
    expect(await whole(orderId)).toBe('Rejected 0/0');
    expect((await engine.order(orderId)).reason).toContain('enough');
  });

  test('after all slices, none of which is sent yet: the parent is rejected', async () => {
    const { parent, slices } = await sliced();
    await pull();
    await engine.settings.refresh();
    await Promise.all(slices.map((orderId) => engine.send.advance(orderId)));
    expect(await whole(parent)).toBe('Rejected 0/0');
    expect((await engine.order(parent)).reason).toContain('enough');
  });

  test('after some slices: these continue, the rest is canceled with the reason', async () => {
    const { orderId: parent } = await engine.placeOrder();
    await process({ atCall: 9, afterActing: false })
      .send.advance(parent)
      .catch(() => undefined);
    await pull();
    settle();
    await process().send.advance(parent);
    const slices = await engine.slicesOf(parent);
    expect(slices.length).toBeLessThan(5);
    for (const { orderId } of slices) await fill(orderId, 100);
    expect(await whole(parent)).toBe(`Canceled ${slices.length * 100}/0`);
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
    expect((await sliced({ orderQty: decimal(400) })).slices).toHaveLength(4);
  });

  test('the parent counts once, as long as a slice is open, and slices do not count', async () => {
    await limit({
      maxOpenOrders: 1,
      maxExposure: decimal(4_500),
      maxOrdersPerSecond: 2,
      repeatWindowMs: 60_000,
    });
    const { parent, slices } = await sliced();
    expect(slices).toHaveLength(5);
    await expectExposure('1: 4500');
    await fill(slices[0], 100);
    await report(slices[1], 'Canceled');
    await whole(parent);
    await expectExposure('1: 2500');
    for (const slice of slices.slice(2)) await report(slice, 'Canceled');
    await whole(parent);
    await expectExposure('0: 0');
  });

  test('a replace of a slice counts what it adds', async () => {
    await limit({ maxExposure: decimal(5_000), maxOpenOrders: 1 });
    const { parent, slices } = await sliced();
    await report(slices[4], 'New');
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
    await report(slices[4], 'Replaced');
    await whole(parent);
    await expectExposure('1: 5000');
  });
});

describe('a process that is killed while it places slices', () => {
  test('at whichever call: none is sent twice, none is missing', async () => {
    const counting = process();
    const { orderId } = await counting.placeOrder();
    const before = counting.calls;
    await counting.send.advance(orderId);
    const calls = counting.calls - before;
    expect(calls).toBeGreaterThan(15);
    for (let atCall = 1; atCall <= calls; atCall += 1) {
      for (const afterActing of [false, true]) await killedAt({ atCall, afterActing });
    }
  }, 400_000);

  async function killedAt(death: Death): Promise<void> {
    const { orderId: parent } = await engine.placeOrder();
    const dying = process(death);
    await dying.send.advance(parent).catch(() => undefined);
    // The process that takes over looks at it at once, and again once the attempt can have no more
    // effect.
    const next = process();
    await next.send.advance(parent);
    settle();
    await next.send.advance(parent);
    expect([death, await quantities(parent)]).toEqual([death, ['100', '100', '100', '100', '50']]);
    const order = await engine.order(parent);
    expect(order.commands).toEqual([]);
    await next.advance.handle([]);
    await next.sums.run(parent);
    expect(leavesQty(await engine.order(parent)).toFixed()).toBe('450');
  }
});
