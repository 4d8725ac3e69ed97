import type { Decimal } from '../exact-decimal';

/**
 * What a broker takes for a price on tick. The brokers' own clients compute prices in binary
 * floating point, so that 1359.30 is sent as 1359.3000000000002, and their orders are accepted:
 * `as-seen` takes the tick within that noise, `strict` takes exact prices alone.
 */
export type Tolerance = 'as-seen' | 'strict';

/** Far above the noise of a double at any price, and far below the smallest tick. */
const NOISE = '0.000001';

/** The price on tick that is meant, or null for a price off tick. */
export function onTick(price: Decimal, tick: Decimal, tolerance: Tolerance): Decimal | null {
  const nearest = price.div(tick).toDecimalPlaces(0).times(tick);
  const off = nearest.minus(price).abs();
  return off.isZero() || (tolerance === 'as-seen' && off.lessThan(NOISE)) ? nearest : null;
}
