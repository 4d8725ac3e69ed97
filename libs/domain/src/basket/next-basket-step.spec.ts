import { aBasket, aBasketOrder, type BasketRow } from '../../test/basket-words';
import { clock } from '../../test/builders';
import { Side } from '../requested-order';
import type { BasketFact } from './basket-event';
import type { BasketStep } from './basket-step';
import { nextBasketStep } from './next-basket-step';

/** A step in words. */
function textOf(step: BasketStep): string {
  switch (step.do) {
    case 'journal':
      return textOfFact(step.fact);
    case 'place':
      return `place ${step.legs.map((one) => one.leg).join(' ')}`;
    case 'placeRejected':
      return `withhold ${step.orders.map((one) => one.leg.leg).join(' ')}`;
    case 'cancel':
      return `cancel ${step.legs.map((one) => one.leg).join(' ')}`;
    case 'startUnwinding':
      return step.legs
        .map(({ leg, quantity }) => `close ${quantity.toFixed()} of ${leg.leg}`)
        .join(', ');
    case 'unwind':
      return `unwind ${step.unwindings.map((one) => one.leg).join(' ')}`;
    case 'rejectUnwinding':
      return `withhold the closing of ${step.unwinding.leg}`;
    case 'wait':
      return step.until
        ? `wait until ${(step.until.getTime() - clock(0).getTime()) / 1_000}`
        : 'wait';
  }
}

function textOfFact(fact: BasketFact): string {
  switch (fact.type) {
    case 'StageStarted':
    case 'StageCompleted':
      return `${fact.type} ${fact.stage}`;
    case 'BasketStopped':
      return `BasketStopped ${fact.reason}${fact.unwind ? ' to unwind' : ''}: ${fact.text}`;
    case 'BasketAlerted':
      return `BasketAlerted ${fact.code} ${fact.leg}`;
    case 'BasketEnded':
      return `BasketEnded ${fact.outcome}`;
    default:
      throw new Error(`No step journals ${fact.type}`);
  }
}

const STAGE_1 = 'started1';
const STAGE_2 = 'started1 completed1 started2';
const DONE = 'started1 completed1 started2 completed2';
const OVER = 'The time limit of stage 1 has passed';

const ROWS: readonly BasketRow[] = [
  // Nothing is started yet.
  { expected: 'StageStarted 1' },
  { at: 60, expected: 'BasketStopped TIMEOUT to unwind: Stage 1 could not be started in time' },
  { basket: 'stopped', expected: 'BasketEnded NONE' },
  // Its first stage is under way.
  { basket: STAGE_1, expected: 'place 1' },
  {
    basket: STAGE_1,
    at: 60,
    expected: `BasketStopped TIMEOUT to unwind: ${OVER}: leg 1 was not placed`,
  },
  { basket: STAGE_1, orders: { leg1: 'queued' }, expected: 'wait until 60' },
  { basket: STAGE_1, orders: { leg1: 'new' }, expected: 'wait until 60' },
  { basket: STAGE_1, orders: { leg1: 'new 4' }, expected: 'wait until 60' },
  { basket: STAGE_1, orders: { leg1: 'new 10' }, expected: 'StageCompleted 1' },
  {
    basket: STAGE_1,
    orders: { leg1: 'new 10' },
    at: 60,
    expected: `BasketStopped TIMEOUT to unwind: ${OVER}`,
  },
  {
    basket: STAGE_1,
    orders: { leg1: 'new' },
    at: 60,
    expected: `BasketStopped TIMEOUT to unwind: ${OVER}: leg 1 is not filled`,
  },
  {
    basket: STAGE_1,
    orders: { leg1: 'inDoubt' },
    at: 60,
    onFailure: 'STOP',
    expected: `BasketStopped TIMEOUT: ${OVER}: leg 1 is in doubt`,
  },
  // Placing the order finds out that its id is taken.
  { basket: STAGE_1, orders: { leg1: 'foreign' }, expected: 'place 1' },
  // The next stage waits for acceptance only.
  {
    proceedWhen: 'ACCEPTED',
    basket: STAGE_1,
    orders: { leg1: 'queued' },
    expected: 'wait until 60',
  },
  {
    proceedWhen: 'ACCEPTED',
    basket: STAGE_1,
    orders: { leg1: 'new' },
    expected: 'StageCompleted 1',
  },
  {
    proceedWhen: 'ACCEPTED',
    basket: STAGE_1,
    orders: { leg1: 'inDoubt' },
    expected: 'wait until 60',
  },
  {
    proceedWhen: 'ACCEPTED',
    basket: STAGE_1,
    orders: { leg1: 'new canceling' },
    expected: 'wait until 60',
  },
  {
    proceedWhen: 'ACCEPTED',
    basket: STAGE_1,
    orders: { leg1: 'queued' },
    at: 60,
    expected: `BasketStopped TIMEOUT to unwind: ${OVER}: leg 1 is not accepted`,
  },
  // A leg that can no longer fill.
  {
    basket: STAGE_1,
    orders: { leg1: 'rejected' },
    expected: 'BasketStopped LEG_FAILED to unwind: Leg 1 will not be filled: No margin',
  },
  {
    basket: STAGE_1,
    orders: { leg1: 'new 4 canceled' },
    onFailure: 'STOP',
    expected: 'BasketStopped LEG_FAILED: Leg 1 will not be filled',
  },
  {
    basket: `${STAGE_1} refused1`,
    expected: 'BasketStopped LEG_REFUSED to unwind: Leg 1 was refused: Stopped',
  },
  // Between the stages.
  { basket: 'started1 completed1', orders: { leg1: 'new 10' }, expected: 'StageStarted 2' },
  { basket: 'started1 completed1', orders: { leg1: 'new 10 busted' }, expected: 'wait until 60' },
  {
    basket: 'started1 completed1',
    orders: { leg1: 'new 10' },
    at: 60,
    expected: 'BasketStopped TIMEOUT to unwind: Stage 2 could not be started in time',
  },
  // The last stage.
  { basket: STAGE_2, orders: { leg1: 'new 10' }, expected: 'place 2' },
  { basket: STAGE_2, orders: { leg1: 'new 10 busted' }, expected: 'wait until 60' },
  { basket: STAGE_2, orders: { leg1: 'new 10', leg2: 'new' }, expected: 'wait until 60' },
  {
    basket: STAGE_2,
    orders: { leg1: 'new 10', leg2: 'rejected' },
    expected: 'BasketStopped LEG_FAILED to unwind: Leg 2 will not be filled: No margin',
  },
  {
    basket: STAGE_2,
    orders: { leg1: 'new 10', leg2: 'new 10' },
    at: 60,
    expected: 'StageCompleted 2',
  },
  { basket: DONE, orders: { leg1: 'new 10', leg2: 'new 10' }, expected: 'BasketEnded COMPLETE' },
  {
    proceedWhen: 'ACCEPTED',
    basket: DONE,
    orders: { leg1: 'new 10', leg2: 'new' },
    expected: 'wait',
  },
  {
    proceedWhen: 'ACCEPTED',
    basket: DONE,
    orders: { leg1: 'new 4 canceled', leg2: 'new' },
    expected: 'BasketStopped LEG_FAILED to unwind: Leg 1 will not be filled',
  },
  {
    proceedWhen: 'ACCEPTED',
    basket: DONE,
    orders: { leg1: 'new 10', leg2: 'new 4 canceled' },
    expected: 'BasketEnded PARTIAL',
  },
  // Stopped: open orders are canceled.
  { basket: `${STAGE_1} stopped`, expected: 'withhold 1' },
  { basket: `${STAGE_1} stopped`, orders: { leg1: 'foreign' }, expected: 'BasketEnded NONE' },
  { basket: `${STAGE_1} stopped`, orders: { leg1: 'withheld' }, expected: 'BasketEnded NONE' },
  { basket: `${STAGE_1} stopped`, orders: { leg1: 'new' }, expected: 'cancel 1' },
  { basket: `${STAGE_1} stopped`, orders: { leg1: 'new canceling' }, expected: 'wait' },
  { basket: `${STAGE_1} stopped`, orders: { leg1: 'new canceled' }, expected: 'BasketEnded NONE' },
  {
    basket: `${STAGE_1} stopped`,
    orders: { leg1: 'new 4 canceled' },
    expected: 'BasketEnded PARTIAL',
  },
  {
    basket: `${STAGE_1} stopped`,
    orders: { leg1: 'new canceling cancelRejected' },
    expected: 'BasketAlerted CANCEL_REFUSED 1',
  },
  // What a phase of the exchange stopped is asked for again.
  {
    basket: `${STAGE_1} stopped`,
    orders: { leg1: 'new canceling cancelBarred' },
    expected: 'cancel 1',
  },
  {
    basket: `${STAGE_1} stopped cancelRefused1`,
    orders: { leg1: 'new canceling cancelRejected' },
    expected: 'wait',
  },
  {
    basket: `${STAGE_1} stopped`,
    orders: { leg1: 'inDoubt canceling' },
    expected: 'BasketAlerted IN_DOUBT 1',
  },
  {
    basket: `${STAGE_1} stopped inDoubt1`,
    orders: { leg1: 'inDoubt canceling' },
    expected: 'wait',
  },
  // The last stage first: hedges of a filled leg stay.
  { basket: `${STAGE_2} stopped`, orders: { leg1: 'new 4', leg2: 'new' }, expected: 'cancel 2' },
  {
    basket: `${STAGE_2} stopped`,
    orders: { leg1: 'new 4', leg2: 'new 4 canceled' },
    expected: 'wait',
  },
  {
    basket: `${STAGE_2} stopped`,
    orders: { leg1: 'new 4', leg2: 'withheld' },
    expected: 'cancel 1',
  },
  // Unwinding, the last stage first again.
  {
    basket: `${STAGE_2} stoppedToUnwind`,
    orders: { leg1: 'new 10', leg2: 'new 10' },
    expected: 'close 10 of 2',
  },
  {
    basket: `${STAGE_2} stoppedToUnwind unwind2`,
    orders: { leg1: 'new 10', leg2: 'new 10' },
    expected: 'unwind 2',
  },
  {
    basket: `${STAGE_2} stoppedToUnwind unwind2`,
    orders: { leg1: 'new 10', leg2: 'new 10', close2: 'new' },
    expected: 'wait',
  },
  {
    basket: `${STAGE_2} stoppedToUnwind unwind2`,
    orders: { leg1: 'new 10', leg2: 'new 10', close2: 'new 10' },
    expected: 'close 10 of 1',
  },
  {
    basket: `${STAGE_2} stoppedToUnwind unwind2 unwind1`,
    orders: { leg1: 'new 10', leg2: 'new 10', close2: 'new 10', close1: 'new 10' },
    expected: 'BasketEnded UNWOUND',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1 refusedClose1`,
    orders: { leg1: 'new 10' },
    expected: 'withhold the closing of 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1`,
    orders: { leg1: 'new 10', close1: 'rejected' },
    expected: 'BasketAlerted UNWIND_FAILED 1',
  },
  // What a phase or a switch held back is decided anew.
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1`,
    orders: { leg1: 'new 10', close1: 'barred' },
    expected: 'close 10 of 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1`,
    orders: { leg1: 'new 10', close1: '4 barred' },
    expected: 'close 6 of 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1`,
    orders: { leg1: 'new 10', close1: 'canceled barred' },
    expected: 'BasketAlerted UNWIND_FAILED 1',
  },
  {
    basket: STAGE_1,
    orders: { leg1: 'barred' },
    expected: 'BasketStopped LEG_FAILED to unwind: Leg 1 will not be filled',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1`,
    orders: { leg1: 'new 10', close1: 'foreign' },
    expected: 'BasketAlerted UNWIND_FAILED 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1 unwindFailed1`,
    orders: { leg1: 'new 10', close1: 'rejected' },
    expected: 'BasketEnded PARTIAL',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1`,
    orders: { leg1: 'new 10 busted canceled', close1: 'new 10' },
    expected: 'BasketAlerted OVER_UNWOUND 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1 overUnwound1`,
    orders: { leg1: 'new 10 busted canceled', close1: 'new 10' },
    expected: 'BasketEnded PARTIAL',
  },
  // Somebody else closed a leg, or a part of it.
  {
    basket: `${STAGE_2} stoppedToUnwind notHeld2`,
    orders: { leg1: 'new 10', leg2: 'new 10' },
    expected: 'close 10 of 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind notHeld1`,
    orders: { leg1: 'new 10' },
    expected: 'BasketEnded PARTIAL',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind notHeldPart1`,
    orders: { leg1: 'new 10' },
    expected: 'close 6 of 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1 notHeldClose1`,
    orders: { leg1: 'new 10' },
    expected: 'withhold the closing of 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1 notHeldClose1`,
    orders: { leg1: 'new 10', close1: 'withheld' },
    expected: 'close 10 of 1',
  },
  // After the end.
  { basket: `${DONE} endedComplete`, orders: { leg1: 'new 10', leg2: 'new 10' }, expected: 'wait' },
  {
    basket: `${STAGE_1} stopped endedNone`,
    orders: { leg1: 'new canceled 10' },
    expected: 'BasketEnded PARTIAL',
  },
  {
    basket: `${STAGE_1} stopped endedPartial`,
    orders: { leg1: 'new canceled 10' },
    expected: 'wait',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind endedNone`,
    orders: { leg1: 'new canceled 10' },
    expected: 'BasketAlerted LATE_FILL 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind endedNone lateFill1`,
    orders: { leg1: 'new canceled 10' },
    expected: 'close 10 of 1',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind notHeld1 endedPartial`,
    orders: { leg1: 'new 10' },
    expected: 'wait',
  },
  {
    basket: `${STAGE_1} stoppedToUnwind unwind1 endedUnwound`,
    orders: { leg1: 'new 10', close1: 'new 10' },
    expected: 'wait',
  },
];

const named = ROWS.map((row) => {
  const { proceedWhen = 'FILLED', basket = 'new', orders = {}, at = 0 } = row;
  const name = [proceedWhen, basket, JSON.stringify(orders), `after ${at} s`].join(', ');
  return [name, row.expected, row] as const;
});

function stepOf(row: BasketRow): BasketStep {
  const basket = aBasket(row);
  const orders = Object.entries(row.orders ?? {}).map(
    ([orderId, history]) => [orderId, aBasketOrder(basket, orderId, history)] as const,
  );
  return nextBasketStep(basket, new Map(orders), clock(row.at ?? 0));
}

test.each(named)('%s: %s', (_name, expected, row) => {
  expect(textOf(stepOf(row))).toBe(expected);
});

describe('a basket that sold first and bought second, unwound', () => {
  const WORDS = 'started1 completed1 started2 completed2 stoppedToUnwind';

  test.each<[string, string, Record<string, string>, string]>([
    ['buys back before it sells', WORDS, {}, 'close 10 of 1'],
    ['keeps the hedges until then', `${WORDS} unwind1`, { close1: 'new' }, 'wait'],
    ['then sells', `${WORDS} unwind1`, { close1: 'new 10' }, 'close 10 of 2'],
  ])('%s', (_name, basket, closing, expected) => {
    const row = { basket, orders: { leg1: 'new 10', leg2: 'new 10', ...closing }, expected };
    const opened = aBasket(row);
    const [sold, bought] = opened.legs;
    const legs = [
      { ...sold, side: Side.Sell },
      { ...bought, side: Side.Buy },
    ];
    const orders = Object.entries(row.orders).map(
      ([orderId, history]) => [orderId, aBasketOrder(opened, orderId, history)] as const,
    );
    const step = nextBasketStep({ ...opened, legs }, new Map(orders), clock(0));
    expect(textOf(step)).toBe(expected);
  });
});

const STEPS: Readonly<Record<BasketStep['do'], true>> = {
  journal: true,
  place: true,
  placeRejected: true,
  cancel: true,
  startUnwinding: true,
  unwind: true,
  rejectUnwinding: true,
  wait: true,
};

test('the table covers every kind of step', () => {
  expect(new Set(ROWS.map((row) => stepOf(row).do))).toEqual(new Set(Object.keys(STEPS)));
});
