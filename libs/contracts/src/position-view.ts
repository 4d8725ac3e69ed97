/** A position as events announce it. Decimals are plain-notation strings, times ISO 8601 UTC. */
export interface PositionView {
  account: string;
  exchange: string;
  symbol: string;
  /** Null where the orders named none. */
  product: string | null;
  link: string;
  /** Signed: negative is short. */
  netQty: string;
  /** Average cost of the open quantity; null where nothing is open. */
  avgPx: string | null;
  /** Since the beginning. */
  realizedPnl: string;
  /** The market's day that the next three are of, YYYY-MM-DD; null where nothing was ever live. */
  day: string | null;
  dayBoughtQty: string;
  daySoldQty: string;
  dayRealizedPnl: string;
  /** Price of its own last execution. */
  lastFillPx: string | null;
  /** Rises with every change. */
  version: number;
  updatedAt: string;
}

/** The same on a day, with what is open valued at the symbol's last price. */
export interface ValuedPositionView extends PositionView {
  /** From fills of anybody or as fed; null where no price is known. */
  lastPx: string | null;
  lastPxAt: string | null;
  unrealizedPnl: string | null;
}

/** A position as it was after the last execution of a market's day. */
export interface PositionDayView extends Omit<
  PositionView,
  'day' | 'lastFillPx' | 'version' | 'updatedAt'
> {
  day: string;
  /** Price of its last execution of the day. */
  lastPx: string;
}

/** Announced on `ome.positions` after each change, once at least; the highest version counts. */
export interface PositionMessage extends PositionView {
  v: 1;
}
