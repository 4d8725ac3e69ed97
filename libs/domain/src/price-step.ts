import { Decimal, decimalText } from './decimal';
import { type OrderTerms, Side } from './requested-order';
import { type Refusal, refuse, RefusalCode } from './refusal';

/**
 * What happens to a price that is not a multiple of the tick size: refused, or rounded to the
 * passive side.
 */
export type OffTick = 'refuse' | 'round';

type Prices = Pick<OrderTerms, 'price' | 'stopPrice'>;

export const isOnStep = (price: Decimal, step: Decimal): boolean =>
  step.isZero() || price.mod(step).isZero();

/**
 * The prices of an order on the venue's tick size. After rounding, a buyer pays no more and a
 * seller receives no less than requested; a trigger is rounded like its limit, so that their order
 * is kept.
 */
export function pricesOnStep<Terms extends Prices>(
  terms: Terms,
  side: Side,
  step: Decimal,
  offTick: OffTick,
): Terms | Refusal {
  const { price, stopPrice } = terms;
  const off = [price, stopPrice].find((each) => each && !isOnStep(each, step));
  if (!off) return terms;
  const rounding = side === Side.Buy ? Decimal.ROUND_DOWN : Decimal.ROUND_UP;
  const rounded = (each: Decimal | null) => each && each.toNearest(step, rounding);
  const fitted = { ...terms, price: rounded(price), stopPrice: rounded(stopPrice) };
  const isNothing = [fitted.price, fitted.stopPrice].some((each) => each?.isZero());
  return offTick === 'round' && !isNothing ? fitted : offStep(off, step);
}

function offStep(price: Decimal, step: Decimal): Refusal {
  const nearest = [Decimal.ROUND_DOWN, Decimal.ROUND_UP].map((way) => price.toNearest(step, way));
  const valid = nearest.filter((each) => each.gt(0)).map(decimalText);
  const text = `The price ${decimalText(price)} is not a multiple of ${decimalText(step)}`;
  return refuse(RefusalCode.OffTick, `${text}: the nearest are ${valid.join(' and ')}`);
}
