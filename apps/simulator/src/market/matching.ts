import { Decimal } from '../exact-decimal';
import type { QuoteLevel } from './quote';

/** A part of an order that the book takes, at the price of one of its levels. */
export interface Match {
  readonly quantity: Decimal;
  readonly price: Decimal;
}

/** The terms of an order that decide what it meets. */
export interface Taker {
  readonly side: '1' | '2';
  readonly leavesQty: Decimal;
  /** Null for a market order. */
  readonly price: Decimal | null;
}

/** Whether an order would trade at a price. */
export const accepts = ({ side, price }: Pick<Taker, 'side' | 'price'>, at: Decimal): boolean =>
  price === null || (side === '1' ? price.gte(at) : price.lte(at));

/** Whether the last price has reached the trigger of a stop order. */
export const triggers = (side: '1' | '2', trigger: Decimal, last: Decimal): boolean =>
  side === '1' ? last.gte(trigger) : last.lte(trigger);

/**
 * What an order takes from the other side of the book, best level first, so that a large one gets
 * worse prices, and one larger than the book a part. What it does not take rests.
 */
export function take(order: Taker, levels: readonly QuoteLevel[]): Match[] {
  const matches: Match[] = [];
  let open = order.leavesQty;
  for (const { price, quantity } of levels) {
    if (open.lte(0) || !accepts(order, price)) break;
    const part = Decimal.min(open, quantity);
    matches.push({ quantity: part, price });
    open = open.minus(part);
  }
  return matches;
}
