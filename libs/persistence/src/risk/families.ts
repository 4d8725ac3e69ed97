import { Decimal, leavesQty, mostOpen, type Order, ZERO } from '@ome/domain';

/** An order, with its slices where it has some; a slice whose whole is not open stands alone. */
export interface Family {
  whole: Order | null;
  slices: Order[];
}

/** By the id of the order, or of the whole that it is a slice of. */
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
 * The most that can still trade of a family. Its sum may lag behind the slices: what they traded
 * is open no more, and what they have open is, whatever the sum says.
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
