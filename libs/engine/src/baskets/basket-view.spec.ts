import type { BasketOrders } from '@ome/domain';
import { aBasket, aBasketOrder } from '../../../domain/test/basket-words';
import { basketDetailView, basketMessage, basketView } from './basket-view';

test('a stage shows a deadline from when it has begun', () => {
  const { stages, status } = basketView(aBasket({ basket: 'started1' }));
  expect(stages.map(({ startedAt, deadline }) => [startedAt !== null, deadline !== null])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(status).toBe('EXECUTING');
  expect(basketView(aBasket({})).status).toBe('RECEIVED_FOR_EXECUTION');
});

test('a leg shows why it was refused, and the basket what it needs attention for', () => {
  const view = basketView(aBasket({ basket: 'started1 refused1 inDoubt1' }));
  expect(view.legs.map(({ refusal }) => refusal)).toEqual([
    { code: 'TRADING_STOPPED', text: 'Stopped' },
    null,
  ]);
  expect(view.alerts).toMatchObject([{ code: 'IN_DOUBT', leg: 1 }]);
  expect([view.status, view.outcome, view.endedAt]).toEqual(['ALERT', null, null]);
});

test('each leg is shown with its order and those that close it, as far as they are there', () => {
  const basket = aBasket({ basket: 'started1 stoppedToUnwind unwind1' });
  const orders: BasketOrders = new Map([
    ['leg1', aBasketOrder(basket, 'leg1', 'new 4')],
    ['close1', aBasketOrder(basket, 'close1', 'new')],
  ]);
  const { legs, stop } = basketDetailView(basket, orders, []);
  expect(legs.map(({ order, unwinding }) => [order?.ordStatus ?? null, unwinding.length])).toEqual([
    ['PartiallyFilled', 1],
    [null, 0],
  ]);
  expect(stop).toMatchObject({ unwind: true, at: expect.any(String) });
  expect(legs.map(({ quantity, stopPrice }) => [quantity, stopPrice])).toEqual([
    ['10', null],
    ['10', null],
  ]);
});

test('a basket that has ended says how, in its message too', () => {
  const basket = aBasket({ basket: 'started1 completed1 started2 completed2 endedComplete' });
  expect(basketMessage(basket, { type: 'BasketEnded' } as never)).toMatchObject({
    v: 1,
    type: 'BasketEnded',
    outcome: 'COMPLETE',
    endedAt: expect.any(String),
  });
});
