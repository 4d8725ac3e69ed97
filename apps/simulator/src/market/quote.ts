import type { Decimal } from '../exact-decimal';

/** A broker's quote for a symbol; the depth is five levels a side, best first. */
export interface Quote {
  last: Decimal;
  previousClose: Decimal;
  bids: QuoteLevel[];
  offers: QuoteLevel[];
  lowerCircuit: Decimal;
  upperCircuit: Decimal;
}

export interface QuoteLevel {
  price: Decimal;
  quantity: number;
}
