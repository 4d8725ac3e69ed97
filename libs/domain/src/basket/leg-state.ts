import { type Decimal, ZERO } from '../decimal';
import { hasPending, isOpen, leavesQty, type Order } from '../order';
import { cancelClOrdId, type Basket, type BasketLeg, type Unwinding } from './basket';

/** Orders by their id, folded from their journals: all that exist of a basket's. */
export type BasketOrders = ReadonlyMap<string, Order>;

/** Undefined where there is none; null where somebody else's order has the id. */
export function orderOf(
  basket: Basket,
  orders: BasketOrders,
  { orderId }: Pick<BasketLeg, 'orderId'>,
): Order | null | undefined {
  const order = orders.get(orderId);
  return order && order.basketId !== basket.basketId ? null : order;
}

/** All that the order has filled and may still fill. */
const reach = (order: Order): Decimal => order.cumQty.plus(leavesQty(order));

/** The order will not come to the leg's quantity any more. */
export const hasFailed = (order: Order, { orderQty }: BasketLeg): boolean =>
  reach(order).lt(orderQty);

/**
 * Whether the leg is what the next stage waits for. Measured by the leg, not by what the order was
 * replaced to; an order in doubt, or one that a request is under way for, is not accepted.
 */
export function isSatisfied(basket: Basket, leg: BasketLeg, order: Order): boolean {
  if (order.cumQty.gte(leg.orderQty)) return true;
  if (basket.proceedWhen === 'FILLED') return false;
  const undisturbed = order.commands.length === 0 && !order.suspended;
  return order.accepted && undisturbed && !hasFailed(order, leg) && !order.closed;
}

/** What the leg has filled. */
export const filledOf = (basket: Basket, orders: BasketOrders, leg: BasketLeg): Decimal =>
  orderOf(basket, orders, leg)?.cumQty ?? ZERO;

export const unwindingsOf = ({ unwindings }: Basket, { leg }: BasketLeg): Unwinding[] =>
  unwindings.filter((unwinding) => unwinding.leg === leg);

/** What the leg has filled and no unwinding order has closed; negative where too much was closed. */
export const heldOf = (basket: Basket, orders: BasketOrders, leg: BasketLeg): Decimal =>
  unwindingsOf(basket, leg).reduce(
    (held, unwinding) => held.minus(orderOf(basket, orders, unwinding)?.cumQty ?? ZERO),
    filledOf(basket, orders, leg),
  );

/** What the leg has filled and no unwinding order is there for, or on its way. */
export const uncoveredOf = (basket: Basket, orders: BasketOrders, leg: BasketLeg): Decimal =>
  unwindingsOf(basket, leg).reduce(
    (rest, unwinding) => {
      const order = orderOf(basket, orders, unwinding);
      return rest.minus(order ? reach(order) : unwinding.quantity);
    },
    filledOf(basket, orders, leg),
  );

/** Something of the leg's order may still be filled. */
export const mayFill = (basket: Basket, orders: BasketOrders, leg: BasketLeg): boolean => {
  const order = orderOf(basket, orders, leg);
  return order ? reach(order).gt(0) : false;
};

export const isOpenLeg = (basket: Basket, orders: BasketOrders, leg: BasketLeg): boolean => {
  const order = orderOf(basket, orders, leg);
  return order ? isOpen(order) : false;
};

/** How far the one cancel of the leg's order has come. */
export function cancelState(
  basket: Basket,
  leg: BasketLeg,
  order: Order,
): 'unasked' | 'pending' | 'refused' {
  if (hasPending(order, 'cancel')) return 'pending';
  return order.answered.includes(`cancel:${cancelClOrdId(basket, leg.leg)}`)
    ? 'refused'
    : 'unasked';
}
