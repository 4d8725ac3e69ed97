import { type Decimal, decimalText, ZERO } from '../decimal';
import { type Refusal, refuse, RefusalCode } from '../refusal';

/** More than a desk ever needs, and few enough to sum at every execution. */
export const MAX_SLICES = 100;

/** The exchange's limits for the order's instrument. */
export interface SliceRules {
  lotSize: Decimal;
  /** The largest quantity of one order; null if unknown. */
  freezeQty: Decimal | null;
}

/**
 * The quantity of each slice but the last: the largest multiple of the lot within the freeze
 * quantity. Null if the whole order is within it.
 *
 * @param rules null for an unknown instrument
 */
export function sliceQuantity(
  orderQty: Decimal,
  rules: SliceRules | null,
): Decimal | Refusal | null {
  const freezeQty = rules?.freezeQty;
  if (!rules || !freezeQty?.gt(0)) return refuse(RefusalCode.FreezeQtyUnknown);
  if (orderQty.lte(freezeQty)) return null;
  const { lotSize } = rules;
  const quantity = lotSize.gt(0) ? freezeQty.minus(freezeQty.mod(lotSize)) : freezeQty;
  if (quantity.isZero()) {
    const text = `A lot of ${decimalText(lotSize)} is above the freeze quantity of ${decimalText(freezeQty)}`;
    return refuse(RefusalCode.AboveFreezeQty, text);
  }
  const count = orderQty.div(quantity).ceil();
  if (count.gt(MAX_SLICES)) {
    const text = `It would take ${decimalText(count)} slices of ${decimalText(quantity)}: the most is ${MAX_SLICES}`;
    return refuse(RefusalCode.TooManySlices, text);
  }
  return quantity;
}

/** The quantity of each slice, in placement order. */
export function sliceQuantities(orderQty: Decimal, quantity: Decimal): Decimal[] {
  const quantities: Decimal[] = [];
  for (let left = orderQty; left.gt(ZERO); left = left.minus(quantity)) {
    quantities.push(left.lt(quantity) ? left : quantity);
  }
  return quantities;
}
