import { decimal, OrdStatus, ordStatus, refuse, RefusalCode, TimeInForce } from '@ome/domain';
import type { Connection } from 'mongoose';
import type { PlaceOrderCommand } from '..';
import { aReport } from '../../../domain/test/builders';
import { MongoOrderReader } from '../../../persistence/src/orders/mongo-order-reader';
import { dropTestStore, NO_PHASES, openTestStore, TestClock, TIMING } from '../testing/engine-rig';
import { MemoryRiskStore } from '../testing/memory-risk-store';
import { BY_TEST, clear, type Death, settle, SlicesProcess } from '../testing/slices-rig';

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
  await clear(connection);
  store = new MemoryRiskStore();
  clock = new TestClock();
  engine = process();
});

const process = (death: Death | null = null) => new SlicesProcess(connection, store, clock, death);

const quantities = async (orderId: string) =>
  (await engine.slicesOf(orderId)).map(({ orderQty }) => orderQty.toFixed());

describe('an order above the freeze quantity', () => {
  test('is sent in slices of whole lots within it, which are orders of their own', async () => {
    const { parent } = await engine.sliced({ clOrdId: 'x'.repeat(64) });
    expect(await quantities(parent)).toEqual(['100', '100', '100', '100', '50']);
    expect(await engine.order(parent)).toMatchObject({
      link: 'slices',
      slicing: { link: 'rest', quantity: decimal(100) },
    });
    for (const slice of await engine.slicesOf(parent)) {
      expect(slice).toMatchObject({ parentOrderId: parent, link: 'rest', slicing: null });
      expect(slice.clOrdId.length).toBeLessThanOrEqual(64);
    }
    expect(await engine.whole(parent)).toBe('PendingNew 0/450');
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
    const { parent } = await engine.sliced({ clOrdId: 'again' });
    expect((await engine.placeOrder({ clOrdId: 'again' })).orderId).toBe(parent);
    await expect(
      engine.placeOrder({ clOrdId: 'again', link: null, orderQty: decimal(9) }),
    ).rejects.toThrow('DUPLICATE_CL_ORD_ID');
  });

  test('is the sum of its slices, and its fills are theirs alone', async () => {
    const { parent, slices } = await engine.sliced();
    for (const slice of slices) await engine.report(slice, 'New');
    expect(await engine.whole(parent)).toBe('New 0/450');
    await engine.fill(slices[0], 100, 10);
    await engine.fill(slices[4], 20, 13);
    expect(await engine.whole(parent)).toBe('PartiallyFilled 120/330');
    expect((await engine.order(parent)).notional.toFixed()).toBe('1260');
    for (const slice of slices.slice(1, 4)) await engine.fill(slice, 100);
    await engine.fill(slices[4], 30);
    expect(await engine.whole(parent)).toBe('Filled 450/0');
    const fills = await connection.db!.collection('fills').find().toArray();
    expect(fills).toHaveLength(6);
    expect(fills.filter(({ orderId }) => orderId === parent)).toEqual([]);
    const types = (await engine.journal.read(parent)).map(({ type }) => type);
    expect(types).not.toContain('Trade');
  });

  test('is summed from newer events alone, however many its slices had before', async () => {
    const { parent, slices } = await engine.sliced();
    let [commands, documents] = [0, 0];
    connection.getClient().on('commandSucceeded', ({ commandName, reply }) => {
      if (commandName !== 'find') return;
      commands += 1;
      documents += (reply as { cursor: { firstBatch: unknown[] } }).cursor.firstBatch.length;
    });
    const costs: string[] = [];
    for (let index = 1; index <= 60; index += 1) {
      await engine.fill(slices[0], 1);
      [commands, documents] = [0, 0];
      await engine.sums.run(parent);
      costs.push(`${commands} commands, ${documents} documents`);
    }
    expect(costs[59]).toBe(costs[9]);
    expect((await engine.order(parent)).cumQty.toFixed()).toBe('60');
  });

  test('earlier events are delivered again, and change nothing', async () => {
    const { parent, slices } = await engine.sliced();
    await engine.fill(slices[0], 100);
    await engine.whole(parent);
    const { version } = await engine.order(parent);
    await process().advanceAll();
    await engine.advanceAll();
    expect((await engine.order(parent)).version).toBe(version);
  });

  test('is found behind by a sweep, if the feed delivered nothing', async () => {
    const { parent, slices } = await engine.sliced();
    for (const slice of slices) await engine.report(slice, 'Canceled');
    await process().advance.sweep();
    expect(ordStatus(await engine.order(parent))).toBe(OrdStatus.Canceled);
  });

  test('has its slices loaded by a sweep only after one of them changed', async () => {
    const { parent, slices } = await engine.sliced();
    const { advance } = process();
    await advance.sweep();
    const loads = jest.spyOn(MongoOrderReader.prototype, 'load');
    const sweep = async () => {
      loads.mockClear();
      clock.aheadMs += 10_000;
      await advance.sweep();
      return loads.mock.calls.length;
    };
    // Read models are written soon, not at once.
    while ((await sweep()) > 0);
    expect(await sweep()).toBe(0);
    for (const slice of slices) await engine.report(slice, 'Canceled');
    while ((await sweep()) === 0);
    expect(ordStatus(await engine.order(parent))).toBe(OrdStatus.Canceled);
    loads.mockRestore();
  });

  test('shows that one of its slices is in doubt', async () => {
    const { parent, slices } = await engine.sliced();
    await engine.report(slices[0], 'New');
    await engine.whole(parent);
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
    const { parent } = await engine.sliced();
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
    const { parent } = await engine.sliced();
    const request = { clOrdId: null, quantity: decimal(500), price: null, stopPrice: null };
    expect(await engine.change.replace(parent, request, BY_TEST)).toEqual({
      refused: 'ORDER_IS_SLICED',
    });
  });

  test('of a slice changes the parent', async () => {
    const { parent, slices } = await engine.sliced();
    await engine.report(slices[4], 'New');
    const request = { clOrdId: null, quantity: decimal(70), price: null, stopPrice: null };
    await engine.change.replace(slices[4], request, BY_TEST);
    await engine.report(slices[4], 'Replaced');
    await engine.report(slices[0], 'Canceled');
    expect(await engine.whole(parent)).toBe('New 0/370');
    expect((await engine.order(parent)).orderQty.toFixed()).toBe('470');
  });

  test('a cancel of the parent cancels open slices, and is answered by the last slice', async () => {
    const { parent, slices } = await engine.sliced();
    for (const slice of slices) await engine.report(slice, 'New');
    await engine.fill(slices[0], 100);
    await engine.report(slices[1], 'Canceled');
    await cancel(parent);
    expect(await engine.whole(parent)).toBe('PendingCancel 100/250');
    for (const slice of slices.slice(2)) {
      expect(ordStatus(await engine.order(slice))).toBe(OrdStatus.PendingCancel);
      await engine.report(slice, 'Canceled');
    }
    expect(await engine.whole(parent)).toBe('Canceled 100/0');
  });

  test('a cancel that some slice refuses is refused', async () => {
    const { parent, slices } = await engine.sliced({ orderQty: decimal(200) });
    for (const slice of slices) await engine.report(slice, 'New');
    await cancel(parent);
    await engine.report(slices[0], 'Canceled');
    await engine.report(slices[1], 'CancelReject');
    expect(await engine.whole(parent)).toBe('New 0/100');
    expect((await engine.order(parent)).commands).toEqual([]);
  });

  test('a cancel that a phase stops at some slice is refused, and can be asked for again', async () => {
    const { parent, slices } = await engine.sliced({ orderQty: decimal(200) });
    for (const slice of slices) await engine.report(slice, 'New');
    const bars = async (order: { orderId: string }) =>
      order.orderId === slices[1] ? refuse(RefusalCode.NotInThisPhase) : null;
    const phase = jest.spyOn(NO_PHASES, 'refusal').mockImplementation(bars as never);
    await cancel(parent);
    phase.mockRestore();
    expect(await engine.order(parent)).toMatchObject({
      commands: [],
      cancelRefusal: 'NOT_IN_THIS_PHASE',
    });
    await engine.report(slices[0], 'Canceled');
    await cancel(parent);
    expect(ordStatus(await engine.order(slices[1]))).toBe(OrdStatus.PendingCancel);
    await engine.report(slices[1], 'Canceled');
    expect(await engine.whole(parent)).toBe('Canceled 0/0');
  });

  test('a cancel while slices are placed prevents placing the others', async () => {
    const { orderId: parent } = await engine.placeOrder();
    const dying = process({ atCall: 9, afterActing: false });
    await dying.send.advance(parent).catch(() => undefined);
    const placed = (await engine.slicesOf(parent)).length;
    expect(placed).toBeGreaterThan(0);
    expect(placed).toBeLessThan(5);
    await engine.change.cancel(parent, { clOrdId: null, text: null }, BY_TEST);
    settle(clock);
    await engine.send.advance(parent);
    expect(await engine.slicesOf(parent)).toHaveLength(placed);
    expect(await engine.whole(parent)).toBe('Canceled 0/0');
  });

  test.each<[string, Partial<PlaceOrderCommand>, () => void]>([
    ['after its session', {}, () => (engine.endsAt = clock.now())],
    ['after the longest wait', {}, () => (clock.aheadMs += TIMING.newOrderMaxWaitMs)],
    ['if it trades at once', { timeInForce: TimeInForce.ImmediateOrCancel }, () => undefined],
  ])('what was not placed when a process died is not placed %s', async (_, fields, pass) => {
    const { orderId: parent } = await engine.placeOrder(fields);
    const dying = process({ atCall: 9, afterActing: false });
    await dying.send.advance(parent).catch(() => undefined);
    const placed = await engine.slicesOf(parent);
    expect(placed.length).toBeGreaterThan(0);
    settle(clock);
    pass();
    await engine.send.advance(parent);
    expect(await engine.slicesOf(parent)).toHaveLength(placed.length);
    for (const { orderId } of placed) await engine.report(orderId, 'Canceled');
    expect(await engine.whole(parent)).toBe('Canceled 0/0');
    expect((await engine.order(parent)).reason).toMatch(/^Slice \d of 5: (the session|not placed)/);
  });

  test('a slice placed after the cancel is canceled, and so is one that a bust reopens', async () => {
    const { parent, slices } = await engine.sliced({ orderQty: decimal(200) });
    await engine.report(slices[0], 'New');
    const execId = 'to be busted';
    const all = { lastQty: decimal(100), lastPx: decimal(10) };
    await engine.report(slices[1], 'Trade', { ...all, execId });
    await cancel(parent);
    await engine.report(slices[0], 'Canceled');
    expect(await engine.whole(parent)).toBe('Canceled 100/0');
    await engine.report(slices[1], 'TradeCancel', { execRefId: execId });
    await engine.advanceAll();
    expect(ordStatus(await engine.order(slices[1]))).toBe(OrdStatus.PendingCancel);
    await engine.report(slices[1], 'Canceled');
    expect(await engine.whole(parent)).toBe('Canceled 0/0');
  });
});
