import {
  Decimal,
  decimal,
  foldOrder,
  isInDoubt,
  KillSwitchMode,
  KillSwitchScope,
  OrdStatus,
  ordStatus,
  type SetLimits,
  TimeInForce,
} from '@ome/domain';
import { FileExchangeCalendar } from '@ome/order-entry';
import type { Connection } from 'mongoose';
import {
  answer,
  FakeHttpServer,
  hangUp,
  type Reaction,
} from '../../../execution-links/src/testing/fake-http-server';
import { aReport } from '../../../domain/test/builders';
import {
  dropTestStore,
  EngineRig,
  openTestStore,
  type RigParts,
  TestClock,
  TIMING,
} from '../testing/engine-rig';
import { Resolution } from '..';

const TAKEN = answer(200, { success: true });
const UNKNOWN = answer(404, { success: false, comment: 'Order does not exist' });

describe('SendCommands', () => {
  const venue = new FakeHttpServer();
  let connection: Connection;
  let rig: EngineRig;
  const rigs: EngineRig[] = [];

  beforeAll(async () => {
    connection = await openTestStore();
  });
  afterAll(async () => {
    await dropTestStore(connection);
  });
  beforeEach(async () => {
    await venue.start();
    venue.received.length = 0;
    venue.reaction = TAKEN;
    rig = anotherProcess();
  });
  afterEach(async () => {
    await venue.stop();
    await Promise.all(rigs.splice(0).map(({ link }) => link.close()));
  });

  function anotherProcess(clock = rig?.clock, parts: RigParts = {}): EngineRig {
    const made = new EngineRig(connection, venue, rigs.length > 0 ? clock : undefined, parts);
    rigs.push(made);
    return made;
  }

  /** Answers posts in one way and look-ups in another. */
  const reactions =
    (posts: Reaction, lookUps: Reaction): Reaction =>
    (request, response, message) =>
      (request.method === 'GET' ? lookUps : posts)(request, response, message);

  const posts = () => venue.received.filter(({ method }) => method === 'POST');
  const order = async (orderId: string) => foldOrder(await rig.journal.read(orderId))!;

  test('intent, send, outcome; and then nothing more', async () => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    await rig.send.advance(orderId);

    expect(await rig.eventTypes(orderId)).toEqual(['NewOrder', 'SendStarted', 'SendAccepted']);
    expect(posts()).toHaveLength(1);
    expect(rig.outcomes).toEqual(['new accepted']);
  });

  test('its events name the request that brought the command', async () => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);

    const events = await rig.journal.read(orderId);
    expect(events.map(({ requestId }) => requestId)).toEqual(Array(3).fill('request-1'));
  });

  test('of many processes that try at once, one sends', async () => {
    const orderId = await rig.placeOrder();
    const processes = [rig, ...Array.from({ length: 5 }, () => anotherProcess())];
    await Promise.all(processes.map(({ send }) => send.advance(orderId)));

    expect(posts()).toHaveLength(1);
    expect(await rig.eventTypes(orderId)).toEqual(['NewOrder', 'SendStarted', 'SendAccepted']);
  });

  test('a cancel that came first wins, and the link never hears of the order', async () => {
    const orderId = await rig.placeOrder();
    await rig.cancel(orderId);
    await rig.send.advance(orderId);

    expect(venue.received).toEqual([]);
    expect(ordStatus(await order(orderId))).toBe('Canceled');
  });

  test('a cancel that races the send either stops it or follows it', async () => {
    for (let round = 0; round < 20; round += 1) {
      venue.received.length = 0;
      const orderId = await rig.placeOrder();
      const other = anotherProcess();
      const [, canceled] = await Promise.all([rig.send.advance(orderId), other.cancel(orderId)]);
      await rig.send.advance(orderId);

      const sent = posts().map(({ path }) => path);
      const wasUnsent = ordStatus(canceled) === OrdStatus.Canceled;
      expect(sent).toEqual(wasUnsent ? [] : ['/new_order', '/delete_order']);
    }
  });

  test('a refusal by the link ends the order with its words', async () => {
    venue.reaction = answer(200, { success: false, comment: 'no margin' });
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);

    const ended = await order(orderId);
    expect([ordStatus(ended), ended.reason]).toEqual(['Rejected', 'no margin']);
  });

  test('commands of one order go in order, each with the id of the last accepted before it', async () => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    await rig.replace(orderId, 150);
    await rig.replace(orderId, 160);
    await rig.cancel(orderId);
    await rig.send.advance(orderId);

    expect(posts().map(({ path }) => path)).toEqual([
      '/new_order',
      '/update_order',
      '/update_order',
      '/delete_order',
    ]);
    const ids = posts().map(({ body }) => body.ClOrdID as string);
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe(orderId);
    expect(posts().map(({ body }) => body.OrigClOrdID as string)).toEqual([
      '',
      orderId,
      orderId,
      orderId,
    ]);
  });

  describe('a lost answer', () => {
    async function lost(): Promise<string> {
      venue.reaction = reactions(hangUp, answer(500, ''));
      const orderId = await rig.placeOrder();
      await rig.send.advance(orderId);
      expect(isInDoubt(await order(orderId))).toBe(true);
      return orderId;
    }

    test('is found by a look-up: adopted, not repeated', async () => {
      const orderId = await lost();
      venue.reaction = reactions(TAKEN, answer(200, { order_id: orderId }));
      await rig.send.advance(orderId);

      expect(posts()).toHaveLength(1);
      expect((await rig.eventTypes(orderId)).slice(-2)).toEqual(['SendInDoubt', 'SendAccepted']);
    });

    test('is not proven absent before the attempt is over for certain', async () => {
      const orderId = await lost();
      venue.reaction = reactions(TAKEN, UNKNOWN);
      await rig.send.advance(orderId);
      expect(posts()).toHaveLength(1);
      expect(isInDoubt(await order(orderId))).toBe(true);

      rig.settle();
      await rig.send.advance(orderId);

      expect(posts()).toHaveLength(2);
      const [first, second] = posts().map(({ body }) => body.ClOrdID as string);
      expect(second).toBe(first);
      expect(isInDoubt(await order(orderId))).toBe(false);
    });

    test('stays in doubt where the link cannot be asked', async () => {
      const orderId = await lost();
      venue.reaction = reactions(TAKEN, answer(404, ''));
      rig.settle();
      for (let time = 0; time < 3; time += 1) await rig.send.advance(orderId);

      expect(posts()).toHaveLength(1);
      expect(isInDoubt(await order(orderId))).toBe(true);
    });

    test('is settled by a report', async () => {
      const orderId = await lost();
      await report(orderId);
      await rig.send.advance(orderId);

      expect(isInDoubt(await order(orderId))).toBe(false);
      expect(posts()).toHaveLength(1);
    });

    test('holds back a cancel, which goes first once the order is adopted', async () => {
      const orderId = await lost();
      await rig.cancel(orderId);
      venue.reaction = reactions(TAKEN, answer(500, ''));
      await rig.send.advance(orderId);
      expect(posts()).toHaveLength(1);

      venue.reaction = reactions(TAKEN, answer(200, {}));
      await rig.send.advance(orderId);
      expect(posts().map(({ path }) => path)).toEqual(['/new_order', '/delete_order']);
    });

    test.each([
      [Resolution.Adopt, 1, 'PendingNew'],
      [Resolution.Resend, 2, 'PendingNew'],
      [Resolution.Reject, 1, 'Rejected'],
    ])('ops decide: %s', async (resolution, sent, status) => {
      const orderId = await lost();
      const resolve = { resolution, brokerOrderId: null, text: 'by phone' };
      const resolved = await rig.resolveDoubt.execute(orderId, resolve, {
        by: 'ops',
        requestId: null,
      });
      expect('refused' in resolved).toBe(false);
      venue.reaction = TAKEN;
      await rig.send.advance(orderId);

      expect(posts()).toHaveLength(sent);
      expect(ordStatus(await order(orderId))).toBe(status);
      expect(isInDoubt(await order(orderId))).toBe(false);
    });
  });

  test('an attempt whose process died is asked about once it must be over, and not before', async () => {
    const orderId = await rig.placeOrder();
    await rig.writer.change(
      orderId,
      (current) => ({
        type: 'SendStarted',
        clOrdId: current.orderId,
        attempt: 1,
        tag: 'of-the-dead',
        sendBy: new Date(rig.clock.now().getTime() + TIMING.sendWindowMs),
      }),
      { by: 'dead', requestId: null },
    );
    venue.reaction = reactions(TAKEN, UNKNOWN);
    await rig.send.advance(orderId);
    expect(venue.received).toEqual([]);

    rig.settle();
    await rig.send.advance(orderId);

    expect(await rig.eventTypes(orderId)).toEqual([
      'NewOrder',
      'SendStarted',
      'SendInDoubt',
      'SendFailed',
      'SendStarted',
      'SendAccepted',
    ]);
    expect(posts()).toHaveLength(1);
  });

  test('what was certainly not sent waits a while and is then sent', async () => {
    venue.reaction = answer(429, '', { 'retry-after': '3' });
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    venue.reaction = TAKEN;
    await rig.send.advance(orderId);
    expect(posts()).toHaveLength(1);

    rig.clock.aheadMs += 3_001;
    await rig.send.advance(orderId);
    expect(posts()).toHaveLength(2);
    expect(rig.outcomes).toEqual(['new notSent', 'new accepted']);
  });

  test('while the link is known to be down, nothing is attempted or journalled', async () => {
    await venue.stop();
    const first = await rig.placeOrder();
    await rig.send.advance(first);
    const second = await rig.placeOrder();
    await rig.send.advance(second);

    expect(await rig.eventTypes(second)).toEqual(['NewOrder']);
  });

  test('a new order that waited too long is rejected with the reason and never sent', async () => {
    await venue.stop();
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    await venue.start();
    rig.clock.aheadMs += TIMING.newOrderMaxWaitMs;
    await rig.send.advance(orderId);

    const ended = await order(orderId);
    expect(ordStatus(ended)).toBe('Rejected');
    expect(ended.reason).toContain('ECONNREFUSED');
    expect(venue.received.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('a cancel of an order that was filled meanwhile is not sent', async () => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    await rig.cancel(orderId);
    await report(orderId, { kind: 'Trade', execId: 'all', lastQty: 100, lastPx: 10 });
    await rig.send.advance(orderId);

    expect(posts()).toHaveLength(1);
    expect(ordStatus(await order(orderId))).toBe('Filled');
  });

  describe('what was let pass when it came is judged again before it is sent', () => {
    const pull = async (scope: KillSwitchScope, id: string | null) => {
      const mode = KillSwitchMode.BlockNew;
      await rig.riskStore.pull({ scope, id, mode, reason: 'enough', by: null, at: new Date(0) });
      await rig.risk.refresh();
    };
    const setLimits = async (limits: SetLimits, account = '42') => {
      const scope = { account, exchange: null, symbol: null };
      const setting = { ...scope, limits, version: 1, setBy: null, setAt: new Date(0) };
      // As another setting is in force: by the version of some other change.
      rig.riskStore.limits = [setting];
      await rig.riskStore.release({ scope: KillSwitchScope.Account, id: 'of nobody' });
      await rig.risk.refresh();
    };

    test.each([
      [KillSwitchScope.Engine, null],
      [KillSwitchScope.Account, '42'],
      [KillSwitchScope.User, '7'],
    ])('the switch of the %s was pulled', async (scope, id) => {
      const orderId = await rig.placeOrder();
      await pull(scope, id);
      await rig.send.advance(orderId);

      const ended = await order(orderId);
      expect(ordStatus(ended)).toBe('Rejected');
      expect(ended.reason).toContain('enough');
      expect(await rig.eventTypes(orderId)).toEqual(['NewOrder', 'Rejected']);
      expect(venue.received).toEqual([]);
    });

    test('of another account: it is sent', async () => {
      const orderId = await rig.placeOrder();
      await pull(KillSwitchScope.Account, '43');
      await rig.send.advance(orderId);
      expect(posts()).toHaveLength(1);
    });

    test('a replace that makes more tradable is refused; one that makes less, and a cancel, go', async () => {
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
      expect((await order(orderId)).reason).toContain('above 99');
      expect(posts()).toEqual([]);
    });

    test.each([
      ['maxOpenOrders', { maxOpenOrders: 2 }],
      ['maxExposure', { maxExposure: decimal(2_000) }],
    ])('%s was lowered: so many are given up as have to be', async (_name, limits) => {
      const account = `of-${_name}`;
      await setLimits({ maxOpenOrders: 9, maxExposure: decimal(9_000) }, account);
      const orderIds: string[] = [];
      for (let count = 0; count < 5; count += 1) orderIds.push(await rig.placeOrder({ account }));
      await setLimits(limits, account);
      await Promise.all(orderIds.map((orderId) => rig.send.advance(orderId)));

      const orders = await Promise.all(orderIds.map(order));
      expect(orders.filter(({ closed }) => closed === OrdStatus.Rejected)).toHaveLength(3);
      expect(posts()).toHaveLength(2);
    });

    test('a switch that is pulled behind the intent keeps it from being written', async () => {
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

    test('nothing is sent by a process that cannot ask for the settings of this moment', async () => {
      const orderId = await rig.placeOrder();
      rig.riskStore.isDown = true;
      rig.clock.aheadMs += 3_000;
      await expect(rig.send.advance(orderId)).rejects.toThrow('risk settings');
      expect(await rig.eventTypes(orderId)).toEqual(['NewOrder']);
    });
  });

  describe('what has an end is not sent after it', () => {
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
        'an order good till then',
        { timeInForce: TimeInForce.GoodTillDate, expireAt: at('15:30:00'), exchange: 'LSE' },
        'Expired',
        'good till then',
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

    test('a replace is refused; a cancel goes', async () => {
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

    test('one that is entered after the close belongs to the next session', async () => {
      clock.now = () => at('18:00:00');
      const orderId = await rig.placeOrder();
      await rig.send.advance(orderId);
      expect(posts()).toHaveLength(1);
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

      test('is ended where its session has no room for it', async () => {
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

      test('is ended where nobody came to send it in time', async () => {
        const orderId = await rig.placeOrder({ timeInForce });
        rig.clock.aheadMs += TIMING.sendWindowMs + 1_000;
        await rig.send.advance(orderId);
        expect((await ended(orderId)).status).toBe('Rejected');
        expect(posts()).toEqual([]);
      });
    },
  );

  /** A report of the venue: New, unless the fields say otherwise. */
  async function report(orderId: string, fields: object = {}): Promise<void> {
    const exact = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === 'number' ? new Decimal(value) : (value as unknown),
      ]),
    );
    const made = { ...aReport('New', { clOrdId: orderId }), ...exact };
    const booked = await rig.bookReport.execute(made, { by: 'link', requestId: null });
    expect(booked.booked).toBe(true);
  }
});
