import { aBasket } from '../../test/basket-words';
import { clock } from '../../test/builders';
import { applyBasketEvent, foldBasket } from './apply-basket-event';
import type { BasketEvent, BasketFact } from './basket-event';

const event = (seq: number, fact: BasketFact): BasketEvent => ({
  ...fact,
  basketId: 'basket',
  seq,
  at: clock(seq),
  by: null,
  requestId: null,
});
const STARTED: BasketFact = { type: 'StageStarted', stage: 1 };

test('a basket begins with BasketNew, once, and has no gap', () => {
  expect(foldBasket([])).toBeNull();
  expect(() => applyBasketEvent(null, event(1, STARTED))).toThrow('begins with StageStarted');
  const basket = aBasket({});
  expect(() => applyBasketEvent(basket, event(3, STARTED))).toThrow('event 3 follows 1');
  const { approval: _approval, ...terms } = basket;
  const again: BasketFact = { ...terms, type: 'BasketNew' };
  expect(() => applyBasketEvent(basket, event(2, again))).toThrow('is opened twice');
});
