/** The last price of a symbol on an exchange, and the first of the market's day. */
export interface PriceView {
  exchange: string;
  symbol: string;
  lastPx: string;
  lastAt: string;
  source: 'fill' | 'feed';
  /** Null where there is none today yet. */
  firstPx: string | null;
  firstAt: string | null;
  /** The best of each side, where they were fed. */
  bid: string | null;
  ask: string | null;
}
