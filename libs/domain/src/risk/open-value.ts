import { Decimal, ZERO } from '../decimal';
import { isOpen, type Order, type OrderTerms } from '../order';

/**
 * The price that an order's value is reckoned at: its limit, else where it triggers, else the last
 * price. Null where there is none of them.
 */
export const referencePrice = (
  { price, stopPrice }: Pick<OrderTerms, 'price' | 'stopPrice'>,
  lastPrice: Decimal | null,
): Decimal | null => price ?? stopPrice ?? lastPrice;

/**
 * The most that can still trade of an order, in rupees: its open quantity at its price, whichever
 * of the replaces under way takes effect. Zero where nothing is open.
 *
 * @param lastPrice stands in for the price of an order that names none
 */
export function openValue(order: Order, lastPrice: Decimal | null): Decimal {
  if (!isOpen(order) || order.closed) return ZERO;
  if (order.slices) return order.slices.leavesQty.times(referencePrice(order, lastPrice) ?? ZERO);
  const terms = [order, ...order.commands.flatMap((command) => command.terms ?? [])];
  return Decimal.max(...terms.map((each) => valueOf(each, order.cumQty, lastPrice)));
}

/** Value of what these terms leave open of an order that has traded so much. */
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
