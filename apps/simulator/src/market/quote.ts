import type { Decimal } from '../exact-decimal';

/** A broker's quote for a symbol; the depth is five levels a side, best first. */
export interface Quote {
  last: Decimal;
  previousClose: Decimal;
  bids: QuoteLevel[];
  offers: QuoteLevel[];
  lowerCircuit: Decimal;
  upperCircuit: Decimal;
  day: DayFigures;
}

export interface QuoteLevel {
  price: Decimal;
  quantity: number;
}

/** What happened since the morning. */
export interface DayFigures {
  open: Decimal;
  high: Decimal;
  low: Decimal;
  /** Two decimals, off tick. */
  average: Decimal;
  volume: number;
  lastQuantity: number;
  /** Of contracts; zero for shares. */
  openInterest: number;
  /** At the close of the day before. */
  openInterestBefore: number;
}

/** The percentage by which the last price differs from the close before, two decimals. */
export const percentChange = ({ last, previousClose }: Quote): Decimal =>
  last.minus(previousClose).div(previousClose).times(100).toDecimalPlaces(2);

/** What a level's quantity is made of: a plausible number of orders. */
export const ordersOf = ({ quantity }: QuoteLevel): number => Math.ceil(quantity / 240);

export const quantityOf = (levels: readonly QuoteLevel[]): number =>
  levels.reduce((sum, { quantity }) => sum + quantity, 0);
