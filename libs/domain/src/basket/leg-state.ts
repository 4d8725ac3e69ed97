import { type Decimal, ZERO } from '../decimal';
import { hasPending, isOpen, leavesQty, type Order } from '../order';
import { isPassing } from '../refusal';
import { cancelClOrdId, type Basket, type BasketLeg, type Unwinding } from './basket';

/** All existing orders of a basket, by id, folded from their journals. */
export type BasketOrders = ReadonlyMap<string, Order>;

/** Undefined if there is none; null if another request's order has the id. */
export function orderOf(
  basket: Basket,
  orders: BasketOrders,
  { orderId }: Pick<BasketLeg, 'orderId'>,
): Order | null | undefined {
  const order = orders.get(orderId);
  return order && order.basketId !== basket.basketId ? null : order;
}

/** Filled quantity plus the quantity that may still fill. */
const reach = (order: Order): Decimal => order.cumQty.plus(leavesQty(order));

/** The order can no longer reach the leg's quantity. */
export const hasFailed = (order: Order, { orderQty }: BasketLeg): boolean =>
  reach(order).lt(orderQty);

/**
 * Whether the leg is in the state that the next stage waits for. Compared with the leg's quantity,
 * not with the order's after a replace. An order in doubt, or with a pending request, is not
 * accepted.
 */
export function isSatisfied(basket: Basket, leg: BasketLeg, order: Order): boolean {
  if (order.cumQty.gte(leg.orderQty)) return true;
  if (basket.proceedWhen === 'FILLED') return false;
  const undisturbed = order.commands.length === 0 && !order.suspended;
  return order.accepted && undisturbed && !hasFailed(order, leg) && !order.closed;
}

/** The leg's filled quantity. */
export const filledOf = (basket: Basket, orders: BasketOrders, leg: BasketLeg): Decimal =>
  orderOf(basket, orders, leg)?.cumQty ?? ZERO;

export const unwindingsOf = ({ unwindings }: Basket, { leg }: BasketLeg): Unwinding[] =>
  unwindings.filter((unwinding) => unwinding.leg === leg);

/** Filled quantity of the leg that the basket has not closed; negative if it closed too much. */
export const unclosedOf = (basket: Basket, orders: BasketOrders, leg: BasketLeg): Decimal =>
  unwindingsOf(basket, leg).reduce(
    (held, unwinding) => held.minus(orderOf(basket, orders, unwinding)?.cumQty ?? ZERO),
    filledOf(basket, orders, leg),
  );

/** Quantity of the leg that somebody else closed. */
export const notHeldOf = ({ alerts }: Basket, { leg }: Pick<BasketLeg, 'leg'>): Decimal =>
  alerts
    .filter((alert) => alert.leg === leg)
    .reduce((sum, { quantity }) => sum.plus(quantity ?? ZERO), ZERO);

/** Filled quantity of the leg that nobody has closed; negative if too much was closed. */
export const heldOf = (basket: Basket, orders: BasketOrders, leg: BasketLeg): Decimal =>
  unclosedOf(basket, orders, leg).minus(notHeldOf(basket, leg));

/** Held quantity of the leg that no open unwinding order covers either. */
export const uncoveredOf = (basket: Basket, orders: BasketOrders, leg: BasketLeg): Decimal =>
  unwindingsOf(basket, leg).reduce(
    (rest, unwinding) => {
      const order = orderOf(basket, orders, unwinding);
      return rest.minus(order ? reach(order) : unwinding.quantity);
    },
    filledOf(basket, orders, leg).minus(notHeldOf(basket, leg)),
  );

/** Whether the leg's order may still fill. */
export const mayFill = (basket: Basket, orders: BasketOrders, leg: BasketLeg): boolean => {
  const order = orderOf(basket, orders, leg);
  return order ? reach(order).gt(0) : false;
};

export const isOpenLeg = (basket: Basket, orders: BasketOrders, leg: BasketLeg): boolean => {
  const order = orderOf(basket, orders, leg);
  return order ? isOpen(order) : false;
};

const isAnswered = ({ answered }: Order, clOrdId: string): boolean =>
  answered.includes(`cancel:${clOrdId}`);

/** The ClOrdID of the leg's next cancel request. */
export function nextCancelClOrdId(basket: Basket, { leg }: BasketLeg, order: Order): string {
  let earlier = 0;
  while (isAnswered(order, cancelClOrdId(basket, leg, earlier))) earlier += 1;
  return cancelClOrdId(basket, leg, earlier);
}

/** The state of the leg's cancel request; it is unasked again once a rule that passes stopped it. */
export function cancelState(
  basket: Basket,
  leg: BasketLeg,
  order: Order,
): 'unasked' | 'pending' | 'refused' {
  if (hasPending(order, 'cancel')) return 'pending';
  if (order.cancelRefusal && isPassing({ refused: order.cancelRefusal })) return 'unasked';
  return isAnswered(order, cancelClOrdId(basket, leg.leg)) ? 'refused' : 'unasked';
}
