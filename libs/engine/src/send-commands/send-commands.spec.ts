import { decimal, isInDoubt, type OrderFact, OrdStatus, ordStatus, OrdType } from '@ome/domain';
import {
  answer,
  hangUp,
  type Reaction,
} from '../../../execution-links/src/testing/fake-http-server';
import { type EngineRig, TIMING } from '../testing/engine-rig';
import { TAKEN, useSendingRig } from '../testing/sending-rig';
import { Resolution } from '..';

const BY_OTHER = { by: 'another process', requestId: null };

const UNKNOWN = answer(404, { success: false, comment: 'Order does not exist' });

describe('SendCommands', () => {
  const sending = useSendingRig();
  const { venue, posts, order, report, anotherProcess } = sending;
  let rig: EngineRig;
  beforeEach(() => {
    rig = sending.rig;
  });

  const aStartedSend = (clOrdId: string, process: string): OrderFact => ({
    type: 'SendStarted',
    clOrdId,
    attempt: 1,
    tag: clOrdId,
    sendBy: new Date(rig.clock.now().getTime() + TIMING.sendWindowMs),
    process,
  });

  /** Answers posts in one way and look-ups in another. */
  const reactions =
    (posts: Reaction, lookUps: Reaction): Reaction =>
    (request, response, message) =>
      (request.method === 'GET' ? lookUps : posts)(request, response, message);

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

  test("a refusal by the link ends the order with the link's text", async () => {
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

  test('terms that a replace does not name are sent with their current values', async () => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    await report(orderId);
    await rig.replace(orderId, null, 11);
    // Somebody else changed it there meanwhile; older links quote the order's id.
    await report(orderId, { kind: 'Replaced', orderQty: 40, price: 9 });
    await rig.send.advance(orderId);
    expect(posts().at(-1)?.body).toMatchObject({ total_qty: 40, ask_price: 11 });

    await report(orderId, { kind: 'Replaced' });
    const { orderQty, price, commands } = await order(orderId);
    expect([orderQty.toNumber(), price?.toNumber(), commands]).toEqual([40, 11, []]);
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

    test('is not proven absent before the attempt is certainly over', async () => {
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

    test('stays in doubt if the link cannot be asked', async () => {
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

    test('holds back a cancel, which is sent first once the order is adopted', async () => {
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

  test('an attempt whose process died is looked up once it must be over, but not before', async () => {
    const orderId = await rig.placeOrder();
    await rig.writer.change(orderId, () => aStartedSend(orderId, 'dead'), BY_OTHER);
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

  test('an attempt is not proven absent while its process may still write it', async () => {
    const stopped = new Set<string>();
    const other = anotherProcess(rig.clock, { hasEnded: async (process) => !stopped.has(process) });
    const orderId = await rig.placeOrder();
    await rig.writer.change(orderId, () => aStartedSend(orderId, 'stopped'), BY_OTHER);
    stopped.add('stopped');
    venue.reaction = reactions(TAKEN, UNKNOWN);
    rig.settle();
    for (let time = 0; time < 3; time += 1) await other.send.advance(orderId);

    expect(posts()).toEqual([]);
    expect(await order(orderId)).toMatchObject({ reason: 'The answer was lost' });

    stopped.delete('stopped');
    await other.send.advance(orderId);
    expect(posts()).toHaveLength(1);
  });

  test('a process that was stopped settles what it lost from when it resumed', async () => {
    venue.reaction = reactions(hangUp, UNKNOWN);
    const orderId = await rig.placeOrder();
    const link = jest.spyOn(rig.link, 'send').mockImplementationOnce(async () => {
      rig.settle();
      return { outcome: 'unknown', text: 'timed out' };
    });
    await rig.send.advance(orderId);
    await rig.send.advance(orderId);
    expect(isInDoubt(await order(orderId))).toBe(true);

    link.mockRestore();
    venue.reaction = reactions(TAKEN, UNKNOWN);
    rig.settle();
    await rig.send.advance(orderId);
    expect(posts()).toHaveLength(1);
  });

  test('a command that was certainly not sent waits a while and is then sent', async () => {
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

  test.each([
    [OrdType.Market, null],
    [OrdType.StopLimit, 9],
  ])('a replace builds on an order that the venue made %s', async (ordType, stopPx) => {
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    await report(orderId, { kind: 'New' });
    await report(orderId, {
      kind: 'Replaced',
      execId: 'R',
      ordType,
      stopPrice: stopPx,
    });
    expect(await order(orderId)).toMatchObject({ ordType, stopPrice: stopPx && decimal(stopPx) });
    await rig.replace(orderId, 40);
    await rig.send.advance(orderId);
    const { body } = posts().at(-1)!;
    expect(body).toMatchObject({ price_instruction: ordType, total_qty: 40 });
  });
});
