import { type Decimal, decimalText, ZERO } from '../decimal';
import { type Refusal, refuse, RefusalCode } from '../refusal';

/** More than a desk ever needs, and few enough to be added up at every execution. */
export const MAX_SLICES = 100;

/** What the exchange says of the instrument that an order is for. */
export interface SliceRules {
  lotSize: Decimal;
  /** The most that it takes in one order; null where nobody knows. */
  freezeQty: Decimal | null;
}

/**
 * The quantity of each slice but the last: the largest multiple of the lot within the freeze
 * quantity. Null for an order that is within it whole.
 *
 * @param rules null for an instrument that nobody knows
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

/** How much each slice asks for, in the order in which they are placed. */
export function sliceQuantities(orderQty: Decimal, quantity: Decimal): Decimal[] {
  const quantities: Decimal[] = [];
  for (let left = orderQty; left.gt(ZERO); left = left.minus(quantity)) {
    quantities.push(left.lt(quantity) ? left : quantity);
  }
  return quantities;
}
