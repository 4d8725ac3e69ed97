import { type Basket, decimal, foldOrder, refuse, RefusalCode } from '@ome/domain';
import { ironCondor, MemoryBaskets } from '../testing/memory-baskets';

/** A basket that is stopped once its first leg is filled, and has to be unwound. */
async function aBasketToUnwind() {
  const baskets = new MemoryBaskets();
  const basketId = baskets.open(ironCondor());
  const runner = baskets.runner(async () => undefined);
  const advance = () => runner.advance(basketId);
  const basket = (): Basket => baskets.basket(basketId);
  const fill = (orderId: string) => {
    const { orderQty } = foldOrder(baskets.orders.get(orderId)!)!;
    baskets.book(orderId, {
      source: 'link',
      clOrdId: null,
      execId: `fill of ${orderId}`,
      brokerOrderId: null,
      text: null,
      transactTime: null,
      type: 'Trade',
      alerts: [],
      lastQty: orderQty,
      lastPx: decimal(10),
      exchange: 'NFO',
      cancelsRemainder: false,
    });
  };
  await advance();
  const [bought, hedge] = basket().legs;
  fill(bought.orderId);
  fill(hedge.orderId);
  baskets.stop(basketId, true);
  return { baskets, basket, advance, fill };
}

describe('unwinding', () => {
  test.each([RefusalCode.TooManyOrdersPerSecond, RefusalCode.RepeatedOrder])(
    'rests while %s lasts, and goes on after it',
    async (code) => {
      const { baskets, basket, advance, fill } = await aBasketToUnwind();
      baskets.refusing = code;
      expect(await advance()).toEqual({ ended: false, until: null });
      expect(await advance()).toEqual({ ended: false, until: null });
      expect(basket()).toMatchObject({ refusals: [], alerts: [], ended: null });
      baskets.refusing = null;
      await advance();
      basket().unwindings.forEach(({ orderId }) => fill(orderId));
      await advance();
      expect(basket()).toMatchObject({ alerts: [], ended: { outcome: 'UNWOUND' } });
    },
  );

  describe.each([RefusalCode.NotInThisPhase, RefusalCode.TradingStopped])(
    'held back by %s',
    (code) => {
      const quantities = (basket: Basket) =>
        basket.unwindings.map(({ leg, quantity }) => `${quantity.toFixed()} of ${leg}`);
      const WAITING = [1, 2].map((leg) => ({ code: 'UNWIND_WAITS', leg }));

      test('on entry: it rests, tells people once, and goes on after it', async () => {
        const { baskets, basket, advance, fill } = await aBasketToUnwind();
        baskets.refusing = code;
        for (let time = 0; time < 3; time += 1) {
          expect(await advance()).toEqual({ ended: false, until: null });
        }
        expect(basket()).toMatchObject({ refusals: [], ended: null });
        expect(basket().alerts).toMatchObject(WAITING);
        expect(basket().alerts[0].text).toMatch(
          /^What leg 1 filled is not closed yet, it is tried again .* until 2026-11-20T12:00:00/,
        );
        baskets.refusing = null;
        await advance();
        basket().unwindings.forEach(({ orderId }) => fill(orderId));
        await advance();
        expect(quantities(basket())).toEqual(['75 of 1', '75 of 2']);
        expect(basket()).toMatchObject({ ended: { outcome: 'UNWOUND' } });
      });

      test('right before its order was sent: what is left is closed by another', async () => {
        const { baskets, basket, advance, fill } = await aBasketToUnwind();
        await advance();
        const [first] = basket().unwindings;
        baskets.refusing = code;
        baskets.stopSending(first.orderId, code);
        await advance();
        await advance();
        expect(basket().alerts).toMatchObject([{ code: 'UNWIND_WAITS', leg: first.leg }]);
        baskets.refusing = null;
        await advance();
        await advance();
        expect(quantities(basket()).sort()).toEqual(['75 of 1', '75 of 1', '75 of 2']);
        const sent = basket().unwindings.filter(({ orderId }) => !baskets.order(orderId)!.closed);
        expect(sent.map(({ leg }) => leg).sort()).toEqual([1, 2]);
        sent.forEach(({ orderId }) => fill(orderId));
        await advance();
        expect(basket()).toMatchObject({ ended: { outcome: 'UNWOUND' } });
      });

      test('for hours: it is left to people', async () => {
        const { baskets, basket, advance } = await aBasketToUnwind();
        baskets.refusing = code;
        await advance();
        baskets.now = new Date(baskets.now.getTime() + 8 * 3_600_000);
        await advance();
        expect(basket()).toMatchObject({ refusals: [{ code }, { code }] });
        expect(basket().alerts.map((alert) => alert.code)).toContain('UNWIND_FAILED');
      });
    },
  );

  describe('by an order that its link did not take in time', () => {
    const SECOND_MS = 1_000;

    async function anUnsentOrder() {
      const rig = await aBasketToUnwind();
      await rig.advance();
      const [first, other] = rig.basket().unwindings;
      rig.baskets.stopSending(first.orderId, RefusalCode.NotSentInTime);
      rig.fill(other.orderId);
      const after = (ms: number) => {
        rig.baskets.now = new Date(rig.baskets.now.getTime() + ms);
        return rig.advance();
      };
      await rig.advance();
      return { ...rig, first, after };
    }

    test('tells people why and when it is tried again, and goes on', async () => {
      const { basket, fill, after, first } = await anUnsentOrder();
      expect(await after(29 * SECOND_MS)).toEqual({ ended: false, until: null });
      expect(basket().unwindings).toHaveLength(2);
      expect(basket().alerts).toEqual([
        expect.objectContaining({ code: 'UNWIND_WAITS', leg: first.leg }),
      ]);
      expect(basket().alerts[0].text).toMatch(
        /is tried again 30 s after each attempt until 2026-11-20T12:00:00.000Z: Not now$/,
      );
      await after(SECOND_MS);
      expect(basket().unwindings).toHaveLength(3);
      fill(basket().unwindings[2].orderId);
      await after(0);
      expect(basket()).toMatchObject({
        alerts: [{ code: 'UNWIND_WAITS' }],
        ended: { outcome: 'UNWOUND' },
      });
    });

    test('for hours: it is left to people', async () => {
      const { basket, after } = await anUnsentOrder();
      await after(8 * 3_600 * SECOND_MS);
      expect(basket()).toMatchObject({ refusals: [{ leg: 1, code: 'NOT_SENT_IN_TIME' }] });
      expect(basket().alerts.map(({ code }) => code)).toEqual(['UNWIND_WAITS', 'UNWIND_FAILED']);
    });
  });

  test.each(['before', 'after'])(
    'waits for the broker to say what it holds, %s the order was decided on',
    async (when) => {
      const { baskets, basket, advance, fill } = await aBasketToUnwind();
      if (when === 'after') {
        baskets.refusing = RefusalCode.RepeatedOrder;
        await advance();
        baskets.refusing = null;
      }
      const { heldOf } = baskets;
      baskets.heldOf = () => refuse(RefusalCode.BrokerUnread, 'no login');
      await advance();
      await advance();
      expect(basket().alerts).toMatchObject(
        [1, 2].map((leg) => ({
          code: 'UNWIND_WAITS',
          leg,
          text: expect.stringMatching(/no login$/),
        })),
      );
      baskets.heldOf = heldOf;
      await advance();
      basket().unwindings.forEach(({ orderId }) => fill(orderId));
      await advance();
      expect(basket()).toMatchObject({ refusals: [], ended: { outcome: 'UNWOUND' } });
    },
  );

  test('never learns what the broker holds: it is left to people', async () => {
    const { baskets, basket, advance } = await aBasketToUnwind();
    baskets.heldOf = () => refuse(RefusalCode.BrokerUnread, 'no login');
    await advance();
    baskets.now = new Date(baskets.now.getTime() + 8 * 3_600_000);
    await advance();
    const left = [1, 2].map((leg) => ({ leg, code: 'BROKER_UNREAD' }));
    expect(basket().refusals).toMatchObject(left);
    expect(basket().alerts.map(({ code }) => code)).toContain('UNWIND_FAILED');
  });

  test('is left to people after a refusal that stays', async () => {
    const { baskets, basket, advance } = await aBasketToUnwind();
    baskets.refusing = RefusalCode.NotInLots;
    await advance();
    expect(basket()).toMatchObject({
      refusals: [{ code: 'NOT_IN_LOTS' }, { code: 'NOT_IN_LOTS' }],
      alerts: expect.arrayContaining([expect.objectContaining({ code: 'UNWIND_FAILED' })]),
    });
  });

  describe('where somebody else closed a leg', () => {
    const left = (close: number, notHeld: number) => () => ({
      close: decimal(close),
      notHeld: decimal(notHeld),
    });
    const quantities = ({ unwindings }: Basket) =>
      unwindings.map(({ quantity }) => quantity.toFixed());
    /** The first leg of two is held as `held` says, the other in full. */
    const ofFirst = (held: MemoryBaskets['heldOf']): MemoryBaskets['heldOf'] => {
      return (asked) => (asked.leg === 1 ? held(asked) : left(75, 0)());
    };

    test('is left as it is, and an alert says so', async () => {
      const { baskets, basket, advance, fill } = await aBasketToUnwind();
      baskets.heldOf = ofFirst(left(0, 75));
      await advance();
      basket().unwindings.forEach(({ orderId }) => fill(orderId));
      await advance();
      expect(quantities(basket())).toEqual(['75']);
      expect(basket()).toMatchObject({
        alerts: [{ code: 'NOT_HELD', leg: 1, text: expect.stringMatching(/^75 of leg 1 was/) }],
        ended: { outcome: 'PARTIAL' },
      });
    });

    test('closes the rest', async () => {
      const { baskets, basket, advance } = await aBasketToUnwind();
      baskets.heldOf = ofFirst(({ quantity }) => (quantity.eq(75) ? left(45, 30) : left(45, 0))());
      await advance();
      expect(quantities(basket()).sort()).toEqual(['45', '75']);
      expect(basket().alerts).toMatchObject([{ code: 'NOT_HELD', leg: 1 }]);
    });

    test('rests while it is not known, or while other orders close it', async () => {
      const { baskets, basket, advance } = await aBasketToUnwind();
      baskets.refusing = RefusalCode.RepeatedOrder;
      for (const held of [() => null, left(0, 0)]) {
        baskets.heldOf = ofFirst(held);
        expect(await advance()).toEqual({ ended: false, until: null });
        expect(basket().alerts).toEqual([]);
      }
      // The other leg does not wait for it.
      expect(basket().unwindings.map(({ leg }) => leg)).toEqual([2]);
      baskets.refusing = null;
      await advance();
      const [other] = basket().unwindings;
      expect(baskets.order(other.orderId)).not.toBeNull();
      baskets.heldOf = left(75, 0);
      await advance();
      expect(quantities(basket())).toEqual(['75', '75']);
    });

    test('after its order was decided on and not taken yet: what is left is decided anew', async () => {
      const { baskets, basket, advance, fill } = await aBasketToUnwind();
      baskets.refusing = RefusalCode.RepeatedOrder;
      await advance();
      expect(quantities(basket())).toEqual(['75', '75']);
      baskets.refusing = null;
      baskets.heldOf = ofFirst(({ quantity }) => (quantity.eq(75) ? left(45, 30) : left(45, 0))());
      await advance();
      expect(quantities(basket())).toEqual(['75', '75', '45']);
      const sent = basket().unwindings.filter(({ orderId }) => !baskets.order(orderId)?.closed);
      sent.forEach(({ orderId }) => fill(orderId));
      await advance();
      expect(sent.map(({ leg, quantity }) => `${quantity.toFixed()} of ${leg}`).sort()).toEqual([
        '45 of 1',
        '75 of 2',
      ]);
      expect(basket()).toMatchObject({
        alerts: [{ code: 'NOT_HELD', leg: 1 }],
        ended: { outcome: 'PARTIAL' },
      });
    });
  });
});
