import { canBeRepeated, isInDoubt, isOpen } from '../order';
import { Side } from '../requested-order';
import { underlyingOf } from '../underlying';
import {
  type Basket,
  type BasketAlertCode,
  type BasketLeg,
  type BasketOutcome,
  NOT_HELD,
  type Unwinding,
} from './basket';
import {
  type BasketOrders,
  cancelState,
  filledOf,
  heldOf,
  isOpenLeg,
  orderOf,
  unclosedOf,
  uncoveredOf,
  unwindingsOf,
} from './leg-state';
import type { BasketStep } from './basket-step';

const WAIT: BasketStep = { do: 'wait', until: null };

/**
 * Winds down what was started, the last stage first: hedges of a position are neither canceled nor
 * closed while any of it is filled. A basket that nobody stopped only waits for its orders.
 */
export function stoppingStep(basket: Basket, orders: BasketOrders): BasketStep {
  const started = basket.stages.filter(({ startedAt }) => startedAt !== null);
  if (basket.stop) {
    const rejected = rejecting(basket, orders, started.length);
    if (rejected) return rejected;
  }
  for (const { stage } of started.toReversed()) {
    const step = settleStage(basket, orders, stage);
    if (step) return step;
  }
  return alertOverUnwound(basket, orders) ?? end(basket, orders);
}

/** After the end: closes a late fill if the basket unwinds, and journals the new outcome. */
export function lateStep(basket: Basket, orders: BasketOrders, outcome: BasketOutcome): BasketStep {
  const step = stoppingStep(basket, orders);
  if (step.do === 'startUnwinding') {
    const [
      {
        leg: { leg },
      },
    ] = step.legs;
    const text = `Leg ${leg} was filled after the end`;
    return { do: 'journal', fact: { type: 'BasketAlerted', code: 'LATE_FILL', leg, text } };
  }
  const endsAsBefore =
    step.do === 'journal' && step.fact.type === 'BasketEnded' && step.fact.outcome === outcome;
  return endsAsBefore ? WAIT : step;
}

/** Legs of started stages without an order: another process may be about to place them. */
function rejecting(basket: Basket, orders: BasketOrders, started: number): BasketStep | null {
  const unplaced = basket.legs.filter(
    (leg) => leg.stage <= started && orderOf(basket, orders, leg) === undefined,
  );
  if (unplaced.length === 0) return null;
  return {
    do: 'placeRejected',
    orders: unplaced.map((leg) => {
      const refusal = basket.refusals.find(({ orderId }) => orderId === leg.orderId);
      return { leg, text: refusal?.text ?? `Not sent: ${basket.stop!.text}` };
    }),
  };
}

/** Null if nothing of the stage is open and nothing is left to close. */
function settleStage(basket: Basket, orders: BasketOrders, stage: number): BasketStep | null {
  const legs = basket.legs.filter((leg) => leg.stage === stage);
  const hedges = basket.legs.some((leg) => leg.stage > stage && holds(basket, orders, leg));
  const open = legs.filter((leg) => isOpenLeg(basket, orders, leg));
  if (open.length > 0) {
    if (!basket.stop) return WAIT;
    return (
      (hedges ? null : canceling(basket, orders, open)) ?? alertDoubt(basket, orders, open) ?? WAIT
    );
  }
  if (!basket.stop?.unwind) return null;
  const free = legs.filter((leg) => !isHeldBack(basket, orders, leg));
  const step = unwinding(basket, orders, free);
  const isClosing = legs
    .flatMap((leg) => unwindingsOf(basket, leg))
    .some((one) => isOpenUnwinding(basket, orders, one));
  return step ?? (isClosing ? WAIT : null);
}

/**
 * A hedge is kept while any of what it hedges is filled: a bought leg hedges all later stages and
 * what is sold on the same underlying; a sold leg hedges what later stages have sold.
 */
const isHeldBack = (basket: Basket, orders: BasketOrders, leg: BasketLeg): boolean =>
  basket.legs.some(
    (other) => other.leg !== leg.leg && keepsBack(other, leg) && holds(basket, orders, other),
  );

function keepsBack(other: BasketLeg, leg: BasketLeg): boolean {
  const isLater = other.stage > leg.stage;
  if (leg.side === Side.Sell) return isLater && other.side === Side.Sell;
  return isLater || (other.side === Side.Sell && underlyingOf(other) === underlyingOf(leg));
}

const holds = (basket: Basket, orders: BasketOrders, leg: BasketLeg): boolean =>
  heldOf(basket, orders, leg).gt(0);

function canceling(basket: Basket, orders: BasketOrders, open: BasketLeg[]): BasketStep | null {
  const states = open.map((leg) => cancelState(basket, leg, orderOf(basket, orders, leg)!));
  const legs = open.filter((_, index) => states[index] === 'unasked');
  if (legs.length > 0) return { do: 'cancel', legs };
  const refused = open.find((_, index) => states[index] === 'refused');
  if (!refused) return null;
  return alert(basket, 'CANCEL_REFUSED', refused.leg, `Leg ${refused.leg} could not be canceled`);
}

function alertDoubt(basket: Basket, orders: BasketOrders, open: BasketLeg[]): BasketStep | null {
  const doubtful = open.find((leg) => isInDoubt(orderOf(basket, orders, leg)!));
  if (!doubtful) return null;
  const { leg } = doubtful;
  return alert(basket, 'IN_DOUBT', leg, `Leg ${leg} is in doubt: it may still be filled`);
}

function unwinding(basket: Basket, orders: BasketOrders, legs: BasketLeg[]): BasketStep | null {
  const uncovered = legs
    .filter((leg) => canUnwind(basket, orders, leg))
    .map((leg) => ({ leg, quantity: uncoveredOf(basket, orders, leg) }));
  const all = legs.flatMap((leg) => unwindingsOf(basket, leg));
  const unplaced = all.filter((one) => orderOf(basket, orders, one) === undefined);
  const refused = unplaced
    .map((one) => ({ one, refusal: refusalOf(basket, one) }))
    .find(({ refusal }) => refusal);
  if (refused) {
    return { do: 'rejectUnwinding', unwinding: refused.one, text: refused.refusal!.text };
  }
  if (uncovered.length > 0) return { do: 'startUnwinding', legs: uncovered, unplaced };
  if (unplaced.length > 0) return { do: 'unwind', unwindings: unplaced };
  const failed = all.find((one) => hasFailed(basket, orders, one));
  const text = failed && `What leg ${failed.leg} filled could not be closed`;
  const alerted = failed && alert(basket, 'UNWIND_FAILED', failed.leg, text!);
  if (alerted) return alerted;
  return all.some((one) => isOpenUnwinding(basket, orders, one)) ? WAIT : null;
}

/**
 * A failed unwinding is not retried: people have to find out why it failed. What a switch or a phase
 * held back goes on after it.
 */
const canUnwind = (basket: Basket, orders: BasketOrders, leg: BasketLeg): boolean =>
  uncoveredOf(basket, orders, leg).gt(0) &&
  !unwindingsOf(basket, leg).some((one) => hasFailed(basket, orders, one));

function hasFailed(basket: Basket, orders: BasketOrders, unwinding: Unwinding): boolean {
  const order = orderOf(basket, orders, unwinding);
  // Another request's order has the id: ours can never be placed.
  if (order === null) return true;
  // What is left of the leg is decided anew.
  if (refusalOf(basket, unwinding)?.code === NOT_HELD) return false;
  if (order === undefined || isOpen(order) || canBeRepeated(order)) return false;
  return order.cumQty.lt(unwinding.quantity);
}

const isOpenUnwinding = (basket: Basket, orders: BasketOrders, one: Unwinding): boolean => {
  const order = orderOf(basket, orders, one);
  return order ? isOpen(order) : false;
};

const refusalOf = ({ refusals }: Basket, { orderId }: Unwinding) =>
  refusals.find((refusal) => refusal.orderId === orderId);

function alertOverUnwound(basket: Basket, orders: BasketOrders): BasketStep | null {
  const over = basket.legs.find((leg) => heldOf(basket, orders, leg).lt(0));
  return over?.leg === undefined
    ? null
    : alert(basket, 'OVER_UNWOUND', over.leg, `More of leg ${over.leg} was closed than is filled`);
}

/** Null if this alert was already raised. */
function alert(
  { alerts }: Basket,
  code: BasketAlertCode,
  leg: number,
  text: string,
): BasketStep | null {
  if (alerts.some((known) => known.code === code && known.leg === leg)) return null;
  return { do: 'journal', fact: { type: 'BasketAlerted', code, leg, text } };
}

function end(basket: Basket, orders: BasketOrders): BasketStep {
  const filled = basket.legs.map((leg) => ({
    leg: leg.leg,
    quantity: filledOf(basket, orders, leg),
  }));
  const outcome = outcomeOf(basket, orders);
  return { do: 'journal', fact: { type: 'BasketEnded', outcome, filled } };
}

/** Decided by the basket's own fills alone. */
export function outcomeOf(basket: Basket, orders: BasketOrders): BasketOutcome {
  const { legs, unwindings } = basket;
  const filled = legs.map((leg) => filledOf(basket, orders, leg));
  const closed = unwindings.some((one) => orderOf(basket, orders, one)?.cumQty.gt(0));
  if (filled.every((quantity) => quantity.isZero()) && !closed) return 'NONE';
  if (closed) {
    const flat = legs.every((leg) => unclosedOf(basket, orders, leg).isZero());
    return flat ? 'UNWOUND' : 'PARTIAL';
  }
  return legs.every((leg, index) => filled[index].gte(leg.orderQty)) ? 'COMPLETE' : 'PARTIAL';
}
