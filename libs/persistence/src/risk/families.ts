import { Decimal, leavesQty, mostOpen, type Order, ZERO } from '@ome/domain';

/** An order with its slices. The slices of an order that is not open stand alone. */
export interface Family {
  whole: Order | null;
  slices: Order[];
}

/** By the id of the order, or of the sliced order. */
export function familiesOf(orders: Iterable<Order>): Map<string, Family> {
  const families = new Map<string, Family>();
  for (const order of orders) {
    const id = order.parentOrderId ?? order.orderId;
    const family = families.get(id) ?? { whole: null, slices: [] };
    families.set(id, family);
    if (order.parentOrderId === null) family.whole = order;
    else family.slices.push(order);
  }
  return families;
}

/**
 * The most that can still trade of an order with its slices. Its sum may lag behind the slices:
 * what the slices traded is no longer open, and what they have open is, whatever the sum says.
 */
export function openOf({ whole, slices }: Family): Decimal {
  const ofSlices = sum(slices.map(mostOpen));
  if (!whole) return ofSlices;
  if (slices.length === 0) return mostOpen(whole);
  const traded = sum(slices.map(({ cumQty }) => cumQty));
  const unsummed = Decimal.max(whole.orderQty.minus(traded), 0);
  return Decimal.max(ofSlices, Decimal.min(unsummed, leavesQty(whole)));
}

const sum = (values: Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), ZERO);
