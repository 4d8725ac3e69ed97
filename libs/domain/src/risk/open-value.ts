import { Decimal, ZERO } from '../decimal';
import { isOpen, type Order } from '../order';
import type { OrderTerms } from '../requested-order';

/**
 * The price for computing an order's value: its limit, else its trigger, else the last price. Null
 * if there is none of them.
 */
export const referencePrice = (
  { price, stopPrice }: Pick<OrderTerms, 'price' | 'stopPrice'>,
  lastPrice: Decimal | null,
): Decimal | null => price ?? stopPrice ?? lastPrice;

/**
 * The largest value that can still trade of an order, in rupees: its open quantity at its price,
 * whichever pending replace takes effect. Zero if nothing is open.
 *
 * @param lastPrice used for an order that names no price
 */
export function openValue(order: Order, lastPrice: Decimal | null): Decimal {
  if (!isOpen(order) || order.closed) return ZERO;
  if (order.slices) return order.slices.leavesQty.times(referencePrice(order, lastPrice) ?? ZERO);
  const terms = [order, ...order.commands.flatMap((command) => command.terms ?? [])];
  return Decimal.max(...terms.map((each) => valueOf(each, order.cumQty, lastPrice)));
}

/** Value of the open quantity under these terms, for an order that has filled `cumQty`. */
export function valueOf(terms: OrderTerms, cumQty: Decimal, lastPrice: Decimal | null): Decimal {
  const open = Decimal.max(terms.orderQty.minus(cumQty), 0);
  return open.times(referencePrice(terms, lastPrice) ?? ZERO);
}

/** Whether a replace makes more tradable than before, by quantity or by value. */
export function raisesExposure(order: Order, before: OrderTerms, after: OrderTerms): boolean {
  if (after.orderQty.gt(before.orderQty)) return true;
  const value = (terms: OrderTerms): Decimal => valueOf(terms, order.cumQty, null);
  return value(after).gt(value(before));
}
