import { clock } from '../../test/builders';
import { aBasket } from '../../test/basket-words';
import { applyBasketEvent, foldBasket } from './apply-basket-event';
import { type Basket, basketStatus } from './basket';
import type { BasketEvent, BasketFact } from './basket-event';
import { nextBasketStep } from './next-basket-step';

const NONE = new Map();
const DEMAND = { kind: 'secondPerson', rules: ['leg 1: all'], expiresAt: clock(600) } as const;

const event = (seq: number, fact: BasketFact, seconds = seq): BasketEvent => ({
  ...fact,
  basketId: 'B',
  seq,
  at: clock(seconds),
  by: 'maker',
  requestId: null,
});

function waiting(): Basket {
  const { basketClOrdId, account, userId, proceedWhen, stageTimeoutMs, onFailure, legs } = aBasket(
    {},
  );
  const terms = { basketClOrdId, account, userId, proceedWhen, stageTimeoutMs, onFailure, legs };
  const approval = { ...DEMAND, rules: [...DEMAND.rules] };
  return foldBasket([event(1, { ...terms, type: 'BasketNew', approval })])!;
}

test('nothing of it starts, and it is asked again when its time is over', () => {
  const basket = waiting();
  expect(basket.approval).toEqual({ ...DEMAND, requestedAt: clock(1), by: 'maker' });
  expect(basketStatus(basket)).toBe('RECEIVED_FOR_EXECUTION');
  expect(nextBasketStep(basket, NONE, clock(599))).toEqual({ do: 'wait', until: clock(600) });
  expect(nextBasketStep(basket, NONE, clock(600))).toMatchObject({
    do: 'journal',
    fact: { type: 'BasketStopped', reason: 'NOT_APPROVED', text: 'Not approved in time' },
  });
});

test('approved, it has as long for its first stage as one that is new then', () => {
  const approved = applyBasketEvent(
    waiting(),
    event(2, { type: 'BasketApproved', text: null }, 500),
  );
  expect(nextBasketStep(approved, NONE, clock(501))).toEqual({
    do: 'journal',
    fact: { type: 'StageStarted', stage: 1 },
  });
});

test.each<[BasketFact, string]>([
  [
    { type: 'BasketStopped', reason: 'NOT_APPROVED', text: 'Not approved: no', unwind: false },
    'REJECT',
  ],
  [{ type: 'BasketStopped', reason: 'CANCELED', text: 'Canceled', unwind: false }, 'ALL_DONE'],
])('stopped while it waits, it ends with nothing sent: %j', (stopped, status) => {
  const basket = applyBasketEvent(waiting(), event(2, stopped));
  const step = nextBasketStep(basket, NONE, clock(3));
  expect(step).toMatchObject({ do: 'journal', fact: { type: 'BasketEnded', outcome: 'NONE' } });
  const ended = step.do === 'journal' ? applyBasketEvent(basket, event(3, step.fact)) : basket;
  expect(basketStatus(ended)).toBe(status);
});
