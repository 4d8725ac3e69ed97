import { DEFAULT_PART_DELAY_MS, type Behaviour } from '../behaviour';
import { Decimal } from '../exact-decimal';
import { SeededRandom } from '../seeded-random';

/** A fill to come: its quantity, and the wait after the one before. */
export interface FillPart {
  quantity: Decimal;
  delayMs: number;
}

/** The smallest step of a price, for every symbol. */
export const TICK = new Decimal('0.05');

/** Splits the open quantity into parts that sum exactly to it. */
export function planFills(
  openQty: Decimal,
  { parts, partDelayMs = DEFAULT_PART_DELAY_MS }: Pick<Behaviour, 'parts' | 'partDelayMs'>,
  random: SeededRandom,
): FillPart[] {
  return splitQuantity(openQty, parts ?? random.integer(1, 3), random).map((quantity) => ({
    quantity,
    delayMs: random.integer(partDelayMs.min, partDelayMs.max),
  }));
}

/**
 * Works in units of the quantity's last decimal place, so that whole quantities stay whole. Makes
 * fewer parts if there is not a unit for each.
 */
export function splitQuantity(total: Decimal, parts: number, random: SeededRandom): Decimal[] {
  const unit = new Decimal(10).pow(-total.decimalPlaces());
  let unitsLeft = total.div(unit);
  const quantities: Decimal[] = [];
  for (let left = Decimal.min(parts, unitsLeft).toNumber(); left > 1; left -= 1) {
    const most = unitsLeft.minus(left - 1);
    const share = new Decimal(random.next()).div(2 ** 32);
    const units = most.times(share).floor().plus(1);
    quantities.push(units.times(unit));
    unitsLeft = unitsLeft.minus(units);
  }
  return [...quantities, unitsLeft.times(unit)];
}

/** A price for a market order: the symbol's own level from the seed, plus or minus a percent. */
export function marketPrice(seed: number, symbol: string, random: SeededRandom): Decimal {
  const level = SeededRandom.derive(seed, 'price', symbol).integer(1_000, 40_000);
  const swing = Math.floor(level / 100);
  return TICK.times(level + random.integer(-swing, swing));
}
