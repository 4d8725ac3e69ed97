import {
  decimal,
  KillSwitchMode,
  KillSwitchScope,
  OrdStatus,
  ordStatus,
  OrdType,
  type SetLimits,
  Side,
  TimeInForce,
} from '@ome/domain';
import { FileExchangeCalendar, readExchangeCalendar } from '@ome/composition';
import { answer } from '../../../execution-links/src/testing/fake-http-server';
import { type EngineRig, TestClock, TIMING } from '../testing/engine-rig';
import { useSendingRig } from '../testing/sending-rig';

const sending = useSendingRig();
const { venue, posts, order, report, anotherProcess } = sending;
let rig: EngineRig;
beforeEach(() => {
  rig = sending.rig;
});

describe('a request that passed on entry is checked again before it is sent', () => {
  const pull = async (scope: KillSwitchScope, id: string | null) => {
    const mode = KillSwitchMode.BlockNew;
    await rig.riskStore.pull({ scope, id, mode, reason: 'enough', by: null, at: new Date(0) });
    await rig.risk.refresh();
  };
  const setLimits = async (limits: SetLimits, account = '42') => {
    const scope = { account, exchange: null, symbol: null };
    const setting = { ...scope, limits, version: 1, setBy: null, setAt: new Date(0) };
    // Sets another limit: by the version of some other change.
    rig.riskStore.limits = [setting];
    await rig.riskStore.release({ scope: KillSwitchScope.Account, id: 'of nobody' });
    await rig.risk.refresh();
  };

  test.each([
    [KillSwitchScope.Engine, null],
    [KillSwitchScope.Account, '42'],
    [KillSwitchScope.User, '7'],
  ])('the switch of the %s was set', async (scope, id) => {
    const orderId = await rig.placeOrder();
    await pull(scope, id);
    await rig.send.advance(orderId);

    const ended = await order(orderId);
    expect(ordStatus(ended)).toBe('Rejected');
    expect(ended.reason).toContain('enough');
    expect(await rig.eventTypes(orderId)).toEqual(['NewOrder', 'Rejected']);
    expect(venue.received).toEqual([]);
  });

  test.each([
    [10, 'is there still', ['/new_order']],
    [4, 'is smaller by then', []],
    [0, 'is gone by then', []],
    [-10, 'is turned over by then', []],
  ])('an order that only reduces a position is sent while that %s', async (left, _when, paths) => {
    let held = 10;
    const account = `reducing-${left}`;
    rig = anotherProcess(undefined, { nets: { netQty: async () => decimal(held) } });
    await pull(KillSwitchScope.Account, account);
    const orderId = await rig.placeOrder({ account, side: Side.Sell, orderQty: decimal(10) });
    held = left;
    await rig.send.advance(orderId);
    expect(posts().map(({ path }) => path)).toEqual(paths);
    const { reason } = await order(orderId);
    if (paths.length === 0) expect(reason).toContain('enough');
  });

  test('of another account: it is sent', async () => {
    const orderId = await rig.placeOrder();
    await pull(KillSwitchScope.Account, '43');
    await rig.send.advance(orderId);
    expect(posts()).toHaveLength(1);
  });

  test('a replace that makes more tradable is refused; one that makes less, and a cancel, pass', async () => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    await rig.replace(orderId, 1_000);
    await pull(KillSwitchScope.Engine, null);
    await rig.send.advance(orderId);
    expect(await rig.eventTypes(orderId)).toEqual(
      expect.arrayContaining(['ReplaceRequested', 'ReplaceRejected']),
    );
    expect((await order(orderId)).orderQty.toNumber()).toBe(100);

    await rig.replace(orderId, 50);
    await rig.send.advance(orderId);
    await report(orderId, { kind: 'Replaced' });
    await rig.cancel(orderId);
    await rig.send.advance(orderId);
    expect(posts().map(({ path }) => path)).toEqual([
      '/new_order',
      '/update_order',
      '/delete_order',
    ]);
  });

  test('a limit of one order was lowered', async () => {
    const orderId = await rig.placeOrder();
    await setLimits({ maxOrderQty: decimal(99) });
    await rig.send.advance(orderId);
    expect((await order(orderId)).reason).toContain('above the maximum order quantity of 99');
    expect(posts()).toEqual([]);
  });

  test.each([
    ['maxOpenOrders', { maxOpenOrders: 2 }],
    ['maxExposure', { maxExposure: decimal(2_000) }],
  ])('%s was lowered: only as many orders are given up as necessary', async (_name, limits) => {
    const account = `of-${_name}`;
    await setLimits({ maxOpenOrders: 9, maxExposure: decimal(9_000) }, account);
    const orderIds: string[] = [];
    for (let count = 0; count < 5; count += 1) orderIds.push(await rig.placeOrder({ account }));
    await setLimits(limits, account);
    for (const orderId of orderIds) await rig.send.advance(orderId);

    const orders = await Promise.all(orderIds.map(order));
    expect(orders.filter(({ closed }) => closed === OrdStatus.Rejected)).toHaveLength(3);
    expect(posts()).toHaveLength(2);
  });

  test('a switch set after the intent prevents the write', async () => {
    const orderId = await rig.placeOrder();
    const append = rig.journal.append.bind(rig.journal);
    rig.journal.append = async (event) => {
      const appended = await append(event);
      if (event.type === 'SendStarted') await pull(KillSwitchScope.Engine, null);
      return appended;
    };
    await rig.send.advance(orderId);
    rig.clock.aheadMs += 1_000;
    await rig.send.advance(orderId);

    expect(posts()).toEqual([]);
    expect(await rig.eventTypes(orderId)).toEqual([
      'NewOrder',
      'SendStarted',
      'SendFailed',
      'Rejected',
    ]);
  });

  test('a process that cannot read the current settings sends nothing', async () => {
    const orderId = await rig.placeOrder();
    rig.riskStore.isDown = true;
    rig.clock.aheadMs += 3_000;
    await expect(rig.send.advance(orderId)).rejects.toThrow('risk settings');
    expect(await rig.eventTypes(orderId)).toEqual(['NewOrder']);
  });
});

describe('an order is not sent after its end', () => {
  const at = (time: string) => new Date(`2026-01-23T${time}+05:30`);
  const calendar = new FileExchangeCalendar({
    NSE: {
      timeZone: 'Asia/Kolkata',
      open: '09:15',
      close: '15:30',
      weekdays: [1, 2, 3, 4, 5],
      holidays: [],
    },
  });
  let clock: TestClock;

  beforeEach(() => {
    clock = new TestClock();
    clock.now = () => at('15:29:59');
    rig = anotherProcess(clock, { calendar });
  });

  test.each([
    ['a day order', {}, 'Expired', 'its session of NSE is over'],
    [
      'a good-till order',
      { timeInForce: TimeInForce.GoodTillDate, expireAt: at('15:30:00'), exchange: 'LSE' },
      'Expired',
      'good-till date has passed',
    ],
  ])('%s', async (_name, fields, status, reason) => {
    const orderId = await rig.placeOrder(fields);
    clock.now = () => at('15:30:00');
    await rig.send.advance(orderId);
    const ended = await order(orderId);
    expect(ordStatus(ended)).toBe(status);
    expect(ended.reason).toContain(reason);
    expect(posts()).toEqual([]);
  });

  test('an attempt is written before the end or not at all', async () => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    const events = await rig.journal.read(orderId);
    expect(events[1]).toMatchObject({ type: 'SendStarted', sendBy: at('15:30:00') });
  });

  test('a replace is refused; a cancel is sent', async () => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    await rig.replace(orderId, 50);
    clock.now = () => at('15:30:01');
    await rig.send.advance(orderId);
    expect(await rig.eventTypes(orderId)).toContain('ReplaceRejected');
    await rig.cancel(orderId);
    await rig.send.advance(orderId);
    expect(posts().map(({ path }) => path)).toEqual(['/new_order', '/delete_order']);
  });

  test('an order entered after the close belongs to the next session', async () => {
    clock.now = () => at('18:00:00');
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    expect(posts()).toHaveLength(1);
  });
});

describe('a request that the exchange does not take in its phase', () => {
  const at = (time: string) => new Date(`2026-08-04T${time}+05:30`);
  const future = { exchange: 'NFO', symbol: 'RELIANCE27AUG26F', kind: 'future' };
  const rows = [{ ...future, underlying: 'RELIANCE', brokerSymbol: future.symbol }] as never;
  let time: Date;

  beforeEach(async () => {
    const clock = new TestClock();
    time = at('15:14:00');
    clock.now = () => time;
    rig = anotherProcess(clock, { calendar: readExchangeCalendar(null), rows });
    await rig.risk.refresh();
  });

  const paths = () => posts().map(({ path }) => path);
  const sent = async (fields: object = {}) => {
    const orderId = await rig.placeOrder(fields);
    await rig.send.advance(orderId);
    return orderId;
  };
  const MARKET = { ordType: OrdType.Market, price: null };

  test.each([
    ['15:14:59', '15:15:00', {}, /takes no new orders for RELIANCE until 15:20/],
    ['15:24:59', '15:25:00', MARKET, /takes new orders only as limit orders for RELIANCE/],
    ['15:29:59', '15:30:00', {}, /takes no new orders for RELIANCE until 15:35/],
  ])(
    'a new order of %s that still waits at %s ends: %j',
    async (entered, sendAt, fields, reason) => {
      time = at(entered);
      const orderId = await rig.placeOrder(fields);
      time = at(sendAt);
      await rig.send.advance(orderId);
      const ended = await order(orderId);
      expect([ordStatus(ended), ended.reason]).toEqual(['Rejected', expect.stringMatching(reason)]);
      expect(posts()).toEqual([]);
    },
  );

  test.each([
    ['15:19:40', { refused: 'NOT_IN_THIS_PHASE' }, []],
    ['15:20:00', { order: {} }, ['/new_order']],
  ])('an order staged in it and released at %s: %j', async (releasedAt, answered, reached) => {
    time = at('15:19:30');
    const orderId = await rig.placeOrder({ staged: true });
    time = at(releasedAt);
    const released = await rig.approvals.release(orderId, { by: 'another', requestId: null });
    expect(released).toMatchObject(answered);
    await rig.send.advance(orderId);
    expect([ordStatus(await order(orderId)), paths()]).toEqual(['PendingNew', reached]);
  });

  test.each([
    ['15:14:59', MARKET],
    ['15:20:00', MARKET],
    ['15:26:00', {}],
    ['15:36:00', {}],
    ['15:16:00', { symbol: 'SMALL' }],
    ['15:39:00', { exchange: 'NFO', symbol: 'RELIANCE27AUG26F' }],
  ])('at %s the exchange takes %j', async (sendAt, fields) => {
    time = at(sendAt);
    await sent(fields);
    expect(paths()).toEqual(['/new_order']);
  });

  test('a market order is neither changed nor canceled while only limit orders are taken', async () => {
    time = at('15:24:00');
    const [changed, canceled, limit] = [await sent(MARKET), await sent(MARKET), await sent()];
    await rig.replace(changed, 50);
    await rig.cancel(canceled);
    await rig.cancel(limit);
    time = at('15:25:00');
    for (const orderId of [changed, canceled, limit]) await rig.send.advance(orderId);
    expect((await rig.eventTypes(changed)).at(-1)).toBe('ReplaceRejected');
    expect((await rig.eventTypes(canceled)).at(-1)).toBe('CancelRejected');
    expect(paths().slice(3)).toEqual(['/delete_order']);
    await expect(rig.replace(changed, 60)).rejects.toThrow('NOT_IN_THIS_PHASE');
    await expect(rig.cancel(canceled)).rejects.toThrow('NOT_IN_THIS_PHASE');
  });

  test('an order that was not sent yet can always be canceled', async () => {
    const orderId = await rig.placeOrder(MARKET);
    time = at('15:26:00');
    expect(ordStatus(await rig.cancel(orderId))).toBe('Canceled');
  });
});

describe.each([TimeInForce.ImmediateOrCancel, TimeInForce.FillOrKill])(
  'an order that trades at once or never (%s)',
  (timeInForce) => {
    const ended = async (orderId: string) => {
      const { reason } = await order(orderId);
      return { status: ordStatus(await order(orderId)), reason };
    };

    test('is ended while the link is down', async () => {
      await venue.stop();
      const first = await rig.placeOrder();
      await rig.send.advance(first);
      const orderId = await rig.placeOrder({ timeInForce });
      await rig.send.advance(orderId);
      expect(await ended(orderId)).toEqual({
        status: 'Rejected',
        reason: expect.stringContaining(`${timeInForce} orders are sent at once or not at all`),
      });
      expect(await rig.eventTypes(orderId)).toEqual(['NewOrder', 'Rejected']);
    });

    test("is ended if its session's rate limit has no room", async () => {
      const orderId = await rig.placeOrder({ timeInForce });
      const text = 'No room in the limits';
      const held = { admitted: false, retryAfterMs: 40_000, everyone: true, text } as const;
      rig.link.admit = () => Promise.resolve(held);
      expect(await rig.send.advance(orderId)).toBeNull();
      expect((await ended(orderId)).reason).toContain(text);
    });

    test('is not tried a second time', async () => {
      venue.reaction = answer(429, '');
      const orderId = await rig.placeOrder({ timeInForce });
      await rig.send.advance(orderId);
      expect(await ended(orderId)).toEqual({
        status: 'Rejected',
        reason: expect.stringContaining('Rate limited'),
      });
      expect(posts()).toHaveLength(1);
    });

    test('is ended if no process sends it in time', async () => {
      const orderId = await rig.placeOrder({ timeInForce });
      rig.clock.aheadMs += TIMING.sendWindowMs + 1_000;
      await rig.send.advance(orderId);
      expect((await ended(orderId)).status).toBe('Rejected');
      expect(posts()).toEqual([]);
    });
  },
);
