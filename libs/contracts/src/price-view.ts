/** Symbols that the console watches until somebody chooses others; `npm start` feeds their prices. */
export const WATCHED_SYMBOLS = [
  'NIFTY',
  'BANKNIFTY',
  'SENSEX',
  'RELIANCE',
  'HDFCBANK',
  'INFY',
] as const;

/** The last price of a symbol on an exchange, and the first of the market's day. */
export interface PriceView {
  exchange: string;
  symbol: string;
  lastPx: string;
  lastAt: string;
  source: 'fill' | 'feed';
  /** Null if there is none today yet. */
  firstPx: string | null;
  firstAt: string | null;
  /** The best bid and ask, if fed. */
  bid: string | null;
  ask: string | null;
}
