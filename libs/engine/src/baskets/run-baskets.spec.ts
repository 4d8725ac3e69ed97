import { type Basket, decimal, foldOrder, RefusalCode } from '@ome/domain';
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
  test.each([
    RefusalCode.NotInThisPhase,
    RefusalCode.TooManyOrdersPerSecond,
    RefusalCode.RepeatedOrder,
  ])('rests while %s lasts, and goes on after it', async (code) => {
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
  });

  test('is left to people after a refusal that stays', async () => {
    const { baskets, basket, advance } = await aBasketToUnwind();
    baskets.refusing = RefusalCode.TradingStopped;
    await advance();
    expect(basket()).toMatchObject({
      refusals: [{ code: 'TRADING_STOPPED' }, { code: 'TRADING_STOPPED' }],
      alerts: expect.arrayContaining([expect.objectContaining({ code: 'UNWIND_FAILED' })]),
    });
  });
});
