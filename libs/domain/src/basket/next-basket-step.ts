import type { Approval } from '../approval';
import { isInDoubt } from '../order';
import type { Basket, BasketLeg, StopReason } from './basket';
import { stageDeadline } from './basket';
import type { BasketStep } from './basket-step';
import { type BasketOrders, hasFailed, isSatisfied, mayFill, orderOf } from './leg-state';
import { lateStep, stoppingStep } from './stopping';

/**
 * The one decision about a basket, from the folds of its own journal and of its orders' journals.
 * The caller decides again on fresh folds before each action: a leg is placed only while every leg
 * of the earlier stages is in the awaited state, and within the time limit of its stage.
 */
export function nextBasketStep(basket: Basket, orders: BasketOrders, now: Date): BasketStep {
  if (basket.ended) return lateStep(basket, orders, basket.ended.outcome);
  if (basket.stop) return stoppingStep(basket, orders);
  if (basket.approval) return waiting(basket, basket.approval, now);
  return failure(basket, orders) ?? onwards(basket, orders, now);
}

/** Nothing is sent, not even a part, before a second person approves all of it. */
const waiting = (basket: Basket, { expiresAt }: Approval, now: Date): BasketStep =>
  now < expiresAt
    ? { do: 'wait', until: expiresAt }
    : stop(basket, 'NOT_APPROVED', 'Not approved in time');

function onwards(basket: Basket, orders: BasketOrders, now: Date): BasketStep {
  const stage = basket.stages.findLast(({ startedAt }) => startedAt !== null);
  if (!stage) return startStage(basket, 1, stageDeadline(basket, 1), now);
  const deadline = stageDeadline(basket, stage.stage);
  if (stage.completedAt) {
    const isLast = stage.stage === basket.stages.length;
    if (isLast) return stoppingStep(basket, orders);
    return satisfied(basket, orders, stage.stage) || now >= deadline
      ? startStage(basket, stage.stage + 1, deadline, now)
      : { do: 'wait', until: deadline };
  }
  const { stage: number } = stage;
  const unplaced = legsOf(basket, number).filter((leg) => !orderOf(basket, orders, leg));
  const isLast = number === basket.stages.length;
  if (satisfied(basket, orders, number) && (isLast || now < deadline)) {
    return { do: 'journal', fact: { type: 'StageCompleted', stage: number } };
  }
  if (now >= deadline) return stop(basket, 'TIMEOUT', timeoutText(basket, orders, number));
  return unplaced.length > 0 && satisfied(basket, orders, number - 1)
    ? { do: 'place', legs: unplaced }
    : { do: 'wait', until: deadline };
}

const startStage = (basket: Basket, stage: number, deadline: Date, now: Date): BasketStep =>
  now < deadline
    ? { do: 'journal', fact: { type: 'StageStarted', stage } }
    : stop(basket, 'TIMEOUT', `Stage ${stage} could not be started in time`);

/** Every leg of this stage and of those before it is in the state that the next stage waits for. */
const satisfied = (basket: Basket, orders: BasketOrders, upTo: number): boolean =>
  basket.legs
    .filter(({ stage }) => stage <= upTo)
    .every((leg) => {
      const order = orderOf(basket, orders, leg);
      return order ? isSatisfied(basket, leg, order) : false;
    });

/** The first leg that was refused or failed, if the rest of the basket depends on it. */
function failure(basket: Basket, orders: BasketOrders): BasketStep | null {
  const [refusal] = basket.refusals;
  if (refusal) {
    return stop(basket, 'LEG_REFUSED', `Leg ${refusal.leg} was refused: ${refusal.text}`);
  }
  for (const leg of basket.legs) {
    const order = orderOf(basket, orders, leg);
    if (!order || !hasFailed(order, leg) || !isDependedOn(basket, orders, leg)) continue;
    const reason = order.reason ? `: ${order.reason}` : '';
    return stop(basket, 'LEG_FAILED', `Leg ${leg.leg} will not be filled${reason}`);
  }
  return null;
}

/**
 * A leg that failed after its stage was completed matters only while later stages can still fill.
 */
function isDependedOn(basket: Basket, orders: BasketOrders, { stage }: BasketLeg): boolean {
  if (!basket.stages[stage - 1].completedAt) return true;
  const later = basket.legs.filter((other) => other.stage > stage);
  const allPlaced = later.every((other) => orderOf(basket, orders, other));
  return later.some((other) => mayFill(basket, orders, other)) || !allPlaced;
}

const stop = ({ onFailure }: Basket, reason: StopReason, text: string): BasketStep => ({
  do: 'journal',
  fact: { type: 'BasketStopped', reason, text, unwind: onFailure === 'UNWIND' },
});

function timeoutText(basket: Basket, orders: BasketOrders, stage: number): string {
  const limit = `The time limit of stage ${stage} has passed`;
  const late = basket.legs.find((leg) => {
    const order = orderOf(basket, orders, leg);
    return leg.stage <= stage && !(order && isSatisfied(basket, leg, order));
  });
  if (!late) return limit;
  const order = orderOf(basket, orders, late);
  if (!order) return `${limit}: leg ${late.leg} was not placed`;
  const goal = basket.proceedWhen === 'FILLED' ? 'filled' : 'accepted';
  return `${limit}: leg ${late.leg} is ${isInDoubt(order) ? 'in doubt' : `not ${goal}`}`;
}

const legsOf = (basket: Basket, stage: number): BasketLeg[] =>
  basket.legs.filter((leg) => leg.stage === stage);
