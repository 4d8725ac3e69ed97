import {
  type ApprovalRules,
  decimal,
  isRefusal,
  KillSwitchMode,
  KillSwitchScope,
  type Order,
  ordStatus,
  type SetLimits,
  Side,
  TimeInForce,
} from '@ome/domain';
import { nextId } from '@ome/platform';
import type { PlaceOrderCommand } from '..';
import { APPROVAL_MS, type EngineRig } from '../testing/engine-rig';
import { useSendingRig } from '../testing/sending-rig';
import { clear, type Death, SlicesProcess } from '../testing/slices-rig';
import { MemoryRiskStore } from '../testing/memory-risk-store';

const sending = useSendingRig();
const { venue, order, report, anotherProcess } = sending;
let rig: EngineRig;
beforeEach(() => {
  rig = sending.rig;
});

const SECOND = { by: 'second', requestId: 'request-2' };
const LONGER_THAN_A_LEASE_MS = 6_000;
const MAKER = { by: 'test', requestId: 'request-3' };

/** By the version of a change of some other scope. */
async function inForce(): Promise<void> {
  await rig.riskStore.release({ scope: KillSwitchScope.Account, id: 'of nobody' });
  await rig.risk.refresh();
}

async function hold(rules: ApprovalRules): Promise<void> {
  const scope = { account: null, userId: null };
  rig.riskStore.approvals = [{ ...scope, rules, version: 1, setBy: null, setAt: new Date(0) }];
  await inForce();
}

async function limit(limits: SetLimits): Promise<void> {
  const scope = { account: '42', exchange: null, symbol: null };
  rig.riskStore.limits = [{ ...scope, limits, version: 1, setBy: null, setAt: new Date(0) }];
  await inForce();
}

const codeOf = (result: object): string =>
  isRefusal(result) ? result.refused : ordStatus((result as { order: Order }).order);

const approve = async (id: string, by = SECOND) =>
  codeOf(await rig.approvals.approve(id, null, by));
const statusOf = async (orderId: string) => ordStatus(await order(orderId));
const sent = () => venue.received.map(({ path }) => path);

async function placed(fields: Partial<PlaceOrderCommand> = {}): Promise<string> {
  const orderId = await rig.placeOrder(fields);
  await rig.send.advance(orderId);
  return orderId;
}

describe('an order that a rule holds', () => {
  beforeEach(() => hold({ aboveQuantity: decimal(50) }));

  test('is sent once a second person has approved it, and only then', async () => {
    const orderId = await placed();
    expect([await statusOf(orderId), sent()]).toEqual(['PendingNew', []]);
    expect(await approve(orderId, MAKER)).toBe('OWN_REQUEST');
    expect(await approve(orderId)).toBe('PendingNew');
    await rig.send.advance(orderId);
    expect(sent()).toEqual(['/new_order']);
    const types = ['NewOrder', 'Approved', 'SendStarted', 'SendAccepted'];
    expect(await rig.eventTypes(orderId)).toEqual(types);
    expect(await approve(orderId)).toBe('NOT_AWAITING_APPROVAL');
  });

  test('of many approvals one counts', async () => {
    const orderId = await placed();
    const others = [rig, anotherProcess(), anotherProcess()];
    const all = await Promise.all(
      others.map(({ approvals }) => approvals.approve(orderId, null, SECOND)),
    );
    expect(all.map(codeOf).sort()).toEqual([
      'NOT_AWAITING_APPROVAL',
      'NOT_AWAITING_APPROVAL',
      'PendingNew',
    ]);
    expect(await rig.eventTypes(orderId)).toEqual(['NewOrder', 'Approved']);
  });

  test('is rejected with the reason', async () => {
    const orderId = await placed();
    await rig.approvals.reject(orderId, 'too much', SECOND);
    await rig.send.advance(orderId);
    expect(await order(orderId)).toMatchObject({ reason: 'Not approved: too much' });
    expect([await statusOf(orderId), sent()]).toEqual(['Rejected', []]);
  });

  test('is canceled without anybody, at once', async () => {
    const orderId = await placed();
    expect(ordStatus(await rig.cancel(orderId))).toBe('Canceled');
    expect(await approve(orderId)).toBe('NOT_AWAITING_APPROVAL');
  });

  test('is not approved where a switch or a lowered limit forbids it by then, and goes on waiting', async () => {
    const orderId = await placed();
    await limit({ maxOrderQty: decimal(99) });
    expect(await approve(orderId)).toBe('ABOVE_MAX_ORDER_QTY');
    await limit({});
    const { Account: scope } = KillSwitchScope;
    const mode = KillSwitchMode.BlockNew;
    await rig.riskStore.pull({ scope, id: '42', mode, reason: 'x', by: null, at: new Date(0) });
    await inForce();
    expect(await approve(orderId)).toBe('TRADING_STOPPED');
    await rig.riskStore.release({ scope, id: '42' });
    await rig.risk.refresh();
    expect(await approve(orderId)).toBe('PendingNew');
  });

  test('of a process that paused is taken back if a kill switch was set meanwhile', async () => {
    const orderId = await placed();
    const append = rig.journal.append.bind(rig.journal);
    rig.journal.append = async (event) => {
      if (event.type === 'Approved') {
        rig.clock.aheadMs += LONGER_THAN_A_LEASE_MS;
        const mode = KillSwitchMode.BlockNew;
        const stop = { scope: KillSwitchScope.Engine, id: null, mode, reason: 'x', by: null };
        await rig.riskStore.pull({ ...stop, at: new Date(0) });
      }
      return append(event);
    };
    expect(await rig.approvals.approve(orderId, null, SECOND)).toMatchObject({
      refused: 'TRADING_STOPPED',
    });
    expect(await rig.eventTypes(orderId)).toEqual(['NewOrder', 'Approved', 'Rejected']);
  });

  test('counts as open while it waits', async () => {
    await limit({ maxOpenOrders: 1 });
    await placed();
    await expect(rig.placeOrder({ orderQty: decimal(1) })).rejects.toThrow('TOO_MANY_OPEN_ORDERS');
  });

  test('expires when nobody approves it in time', async () => {
    const orderId = await placed();
    const immediate = await placed({ timeInForce: TimeInForce.ImmediateOrCancel });
    await rig.expireApprovals.run();
    expect(await statusOf(orderId)).toBe('PendingNew');
    rig.clock.aheadMs += APPROVAL_MS;
    expect(await approve(orderId)).toBe('APPROVAL_EXPIRED');
    await rig.expireApprovals.run();
    expect([await statusOf(orderId), await statusOf(immediate)]).toEqual(['Expired', 'Canceled']);
    expect(sent()).toEqual([]);
  });

  test('an immediate order is sent at once when it is approved, however long it waited', async () => {
    const orderId = await placed({ timeInForce: TimeInForce.FillOrKill });
    rig.clock.aheadMs += APPROVAL_MS / 2;
    await approve(orderId);
    await rig.send.advance(orderId);
    expect(sent()).toEqual(['/new_order']);
  });

  test('a repeat of it is the same order', async () => {
    const orderId = await placed({ clOrdId: 'same' });
    expect(await placed({ clOrdId: 'same' })).toBe(orderId);
    expect(await rig.eventTypes(orderId)).toEqual(['NewOrder']);
  });
});

test('an order that only reduces a position is not held', async () => {
  const nets = { netQty: async () => decimal(100) };
  rig = anotherProcess(undefined, { nets });
  await hold({ everyOrder: true });
  const orderId = await placed({ side: Side.Sell });
  expect(sent()).toEqual(['/new_order']);
  // The position is spoken for.
  expect((await order(await placed({ side: Side.Sell }))).commands).toMatchObject([
    { delivery: { state: 'held' } },
  ]);
  expect(await rig.eventTypes(orderId)).toEqual(['NewOrder', 'SendStarted', 'SendAccepted']);
});

describe('of a position', () => {
  beforeEach(async () => {
    rig = anotherProcess(undefined, { nets: { netQty: async () => decimal(100) } });
    await hold({ everyOrder: true });
  });
  const closes = async (symbol: string) => {
    const [command] = (await order(await rig.placeOrder({ symbol, side: Side.Sell }))).commands;
    return command.delivery.state;
  };

  test('an order that is refused holds no part', async () => {
    const { Account: scope } = KillSwitchScope;
    const mode = KillSwitchMode.BlockAll;
    await rig.riskStore.pull({ scope, id: '42', mode, reason: 'x', by: null, at: new Date(0) });
    await inForce();
    await expect(rig.placeOrder({ symbol: 'TCS', side: Side.Sell })).rejects.toThrow(
      'TRADING_STOPPED',
    );
    await rig.riskStore.release({ scope, id: '42' });
    await inForce();
    expect(await closes('TCS')).toBe('queued');
  });

  test.each([
    ['that is staged', 'ACC', { staged: true }],
    ['that a rule holds', 'LT', { orderQty: decimal(101) }],
  ])('an order %s holds no part', async (_, symbol, fields) => {
    const waiting = await rig.placeOrder({ symbol, side: Side.Sell, ...fields });
    await rig.projector.flush();
    expect((await order(waiting)).commands).toMatchObject([{ delivery: { state: 'held' } }]);
    expect(await closes(symbol)).toBe('queued');
  });

  test('a replace that a rule holds takes no more than the order has', async () => {
    const orderId = await placed({ symbol: 'SBIN', side: Side.Sell, orderQty: decimal(40) });
    await report(orderId, {});
    await rig.replace(orderId, 101);
    await rig.projector.flush();
    const rest = { symbol: 'SBIN', side: Side.Sell, orderQty: decimal(60) };
    expect((await order(await rig.placeOrder(rest))).commands).toMatchObject([
      { delivery: { state: 'queued' } },
    ]);
  });

  test.each([
    ['with a leg above the position', 'INFY', 101],
    ['with two legs that close the same position', 'WIPRO', 60],
  ])('a basket that waits, %s, holds no part', async (_, symbol, quantity) => {
    const sold = await order(await rig.placeOrder({ symbol }));
    const leg = { ...sold, orderId: nextId(), side: Side.Sell };
    const opening = { ...leg, orderId: nextId(), orderQty: decimal(quantity) };
    expect(await rig.entry.basket([leg, opening], false)).toMatchObject({
      rules: ['leg 2: every order is held'],
    });
    expect(await closes(symbol)).toBe('queued');
  });
});

describe('a replace', () => {
  async function accepted(): Promise<string> {
    const orderId = await placed();
    await report(orderId, {});
    venue.received.length = 0;
    return orderId;
  }

  test('that a rule holds waits, and the order goes on as it was', async () => {
    const orderId = await accepted();
    await hold({ aboveQuantity: decimal(150) });
    await rig.replace(orderId, 200);
    await rig.send.advance(orderId);
    expect(sent()).toEqual([]);
    await expect(rig.replace(orderId, 300)).rejects.toThrow('AWAITS_APPROVAL');
    const id = `${orderId}-5`;
    expect(await approve(id, MAKER)).toBe('OWN_REQUEST');
    expect(await approve(id)).toBe('PendingReplace');
    await rig.send.advance(orderId);
    expect(sent()).toEqual(['/update_order']);
  });

  test('that lowers the order, or cancels it, passes beside one that waits', async () => {
    const orderId = await accepted();
    await hold({ everyOrder: true });
    await rig.replace(orderId, 200);
    await rig.replace(orderId, 90);
    await rig.send.advance(orderId);
    await rig.cancel(orderId);
    await rig.send.advance(orderId);
    expect(sent()).toEqual(['/update_order', '/delete_order']);
  });

  test('ends where the order filled and it asks for no more, and a sweep finds it', async () => {
    const orderId = await accepted();
    await hold({ everyOrder: true });
    const request = { clOrdId: null, quantity: null, price: decimal(11), stopPrice: null };
    await rig.change.replace(orderId, request, MAKER);
    await report(orderId, { kind: 'Trade', execId: 'T', lastQty: 100, lastPx: 10 });
    await rig.projector.flush();
    const swept = { _id: orderId, 'work.state': 'queued' } as object;
    expect(await sending.store.collection('orders').countDocuments(swept)).toBe(1);
    await rig.send.advance(orderId);
    expect(await order(orderId)).toMatchObject({
      commands: [],
      reason: 'Too late: order is filled',
    });
    expect([await statusOf(orderId), sent()]).toEqual(['Filled', []]);
  });

  test('that nobody approves in time ends alone', async () => {
    const orderId = await accepted();
    await hold({ everyOrder: true });
    await rig.replace(orderId, 200);
    rig.clock.aheadMs += APPROVAL_MS;
    await rig.expireApprovals.run();
    expect(await order(orderId)).toMatchObject({ commands: [], reason: 'Not approved in time' });
    expect(await statusOf(orderId)).toBe('New');
  });
});

describe('a staged order', () => {
  const release = async (orderId: string, by = MAKER) =>
    codeOf(await rig.approvals.release(orderId, by));

  test('is changed while it waits, and released by whoever trades', async () => {
    const orderId = await placed({ staged: true });
    expect(sent()).toEqual([]);
    expect(await approve(orderId)).toBe('NOT_AWAITING_APPROVAL');
    await rig.replace(orderId, 70);
    expect(await release(orderId)).toBe('PendingNew');
    await rig.send.advance(orderId);
    expect(sent()).toEqual(['/new_order']);
    expect((await order(orderId)).orderQty.toFixed()).toBe('70');
    expect(await release(orderId)).toBe('NOT_AWAITING_APPROVAL');
  });

  test('that a rule holds when it is released waits for somebody else than who released it', async () => {
    await hold({ aboveQuantity: decimal(150) });
    const orderId = await placed({ staged: true });
    await rig.replace(orderId, 200);
    await release(orderId);
    await rig.send.advance(orderId);
    expect(sent()).toEqual([]);
    expect(await release(orderId)).toBe('AWAITS_APPROVAL');
    expect(await approve(orderId, MAKER)).toBe('OWN_REQUEST');
    expect(await approve(orderId)).toBe('PendingNew');
  });
});

describe('a staged order that a person entered or changed', () => {
  const BY_HAND = { ...MAKER, isManual: true };
  const released = async (orderId: string) => {
    await rig.approvals.release(orderId, MAKER);
    return (await order(orderId)).commands;
  };

  test.each([
    ['entered', true, false],
    ['changed', false, true],
  ])('is held as %s by hand, though a program releases it', async (_, isEntered, isChanged) => {
    await hold({ manualEntry: true });
    const orderId = await rig.placeOrder({ staged: true }, isEntered ? BY_HAND : MAKER);
    const request = { clOrdId: null, quantity: decimal(70), price: null, stopPrice: null };
    await rig.change.replace(orderId, request, isChanged ? BY_HAND : MAKER);
    expect(await released(orderId)).toMatchObject([
      { delivery: { state: 'held', approval: { rules: ['a person entered it'] } } },
    ]);
  });

  test('is not held where no person was concerned', async () => {
    await hold({ manualEntry: true });
    const orderId = await rig.placeOrder({ staged: true });
    await rig.replace(orderId, 70);
    expect(await released(orderId)).toMatchObject([{ delivery: { state: 'queued' } }]);
  });
});

describe('a process that is killed at whichever call while it approves', () => {
  test('leaves an order that is approved once or not at all, and never lost', async () => {
    const store = new MemoryRiskStore();
    const scope = { account: null, userId: null };
    const rules = { everyOrder: true };
    store.approvals = [{ ...scope, rules, version: 1, setBy: null, setAt: new Date(0) }];
    const process = (death: Death | null = null) =>
      new SlicesProcess(sending.store, store, rig.clock, death);
    await clear(sending.store);
    const counting = process();
    const { orderId } = await counting.placeOrder();
    const before = counting.calls;
    await counting.approvals.approve(orderId, null, SECOND);
    const calls = counting.calls - before;
    expect(calls).toBeGreaterThan(0);
    for (let atCall = 1; atCall <= calls; atCall += 1) {
      for (const afterActing of [false, true]) {
        const next = process();
        const { orderId: held } = await next.placeOrder();
        await process({ atCall, afterActing })
          .approvals.approve(held, null, SECOND)
          .catch(() => undefined);
        await next.approvals.approve(held, null, SECOND);
        await next.send.advance(held);
        const types = (await next.journal.read(held)).map(({ type }) => type);
        expect([atCall, afterActing, types.slice(0, 3)]).toEqual([
          atCall,
          afterActing,
          ['NewOrder', 'Approved', 'SendStarted'],
        ]);
        expect(await next.slicesOf(held)).toHaveLength(5);
      }
    }
  });

  test('slices of an order wait with it', async () => {
    const store = new MemoryRiskStore();
    const scope = { account: null, userId: null };
    const rules = { everyOrder: true };
    store.approvals = [{ ...scope, rules, version: 1, setBy: null, setAt: new Date(0) }];
    await clear(sending.store);
    const engine = new SlicesProcess(sending.store, store, rig.clock);
    const { parent, slices } = await engine.sliced();
    expect(slices).toEqual([]);
    await engine.approvals.approve(parent, null, SECOND);
    await engine.send.advance(parent);
    expect(await engine.slicesOf(parent)).toHaveLength(5);
    await engine.projector.flush();
  });
});
