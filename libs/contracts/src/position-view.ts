import type { OrderView, Page } from './views';

/** A position in events. Decimals are plain-notation strings, times ISO 8601 UTC. */
export interface PositionView {
  account: string;
  exchange: string;
  symbol: string;
  /** Null if the orders named none. */
  product: string | null;
  link: string;
  /** Signed: negative is short. */
  netQty: string;
  /** Average cost of the open quantity; null if nothing is open. */
  avgPx: string | null;
  /** Since the beginning. */
  realizedPnl: string;
  /** The market's day of the next three fields, YYYY-MM-DD; null if nothing was ever live. */
  day: string | null;
  dayBoughtQty: string;
  daySoldQty: string;
  dayRealizedPnl: string;
  /** Price of its own last execution. */
  lastFillPx: string | null;
  /**
   * `expired`: its contract has expired and no settlement price was fed yet, so it has no value.
   * `settled`: a price fed on a later day settled it, and the result is realized; announcements,
   * which use no price, report such a position as `expired` too.
   */
  state: 'open' | 'flat' | 'expired' | 'settled';
  /** Rises with every change. */
  version: number;
  updatedAt: string;
}

/** The same on a day, with the open quantity valued at the symbol's last price. */
export interface ValuedPositionView extends PositionView {
  /** From any fill or as fed; null if no price is known. */
  lastPx: string | null;
  lastPxAt: string | null;
  unrealizedPnl: string | null;
}

/** A position after the last execution of a market's day. */
export interface PositionDayView extends Omit<
  PositionView,
  'day' | 'lastFillPx' | 'state' | 'version' | 'updatedAt'
> {
  day: string;
  /** Price of its last execution of the day. */
  /** Null if every price of the day, and of the days before, is in doubt. */
  lastPx: string | null;
}

/** Announced on `ome.positions` after each change, at least once; the highest version counts. */
export interface PositionMessage extends PositionView {
  v: 1;
}

/** One broker session's net quantities beside our sums. */
export interface BrokerPositionsView {
  link: string;
  session: string;
  /** Why the broker could not be asked, or a row of its positions not be read; null otherwise. */
  fault: string | null;
  items: {
    exchange: string;
    symbol: string;
    product: string;
    netQty: string;
    /** Null if a row cannot be read that may be the position's. */
    brokerNetQty: string | null;
    /** The broker's less ours; null if the broker's is. */
    difference: string | null;
  }[];
}

/** `GET /positions` */
export interface PositionsPageView extends Page<ValuedPositionView> {
  /** If requested. */
  brokers?: BrokerPositionsView[];
}

/** The result of a request to close a position. */
export interface ClosedPosition {
  account: string;
  exchange: string;
  symbol: string;
  product: string | null;
  link: string;
  /**
   * `closing`: by the order that this request placed, or had placed before. `alreadyClosing`: by
   * open orders that were placed to close it. `flat`: nothing to close. `notHeld`: the broker does
   * not hold what is booked here. `waiting`: something must finish first, as `detail` says; the
   * engine then continues automatically. `failed`: nothing was sent.
   */
  outcome: 'closing' | 'alreadyClosing' | 'flat' | 'notHeld' | 'waiting' | 'failed';
  /** Whether the order is new. */
  created: boolean;
  orders: OrderView[];
  /** Resting orders whose cancel was requested first. */
  canceled: string[];
  /** The broker session's quantity; null if the broker was not asked. */
  brokerNetQty: string | null;
  /**
   * Why not everything, or nothing, is closed, and by whose positions; null if there is nothing to
   * add.
   */
  detail: string | null;
}

/** An item of `GET /ops/closings`: a request to close positions that goes on by itself, or did. */
export interface PendingClosingView {
  id: string;
  account: string;
  askedAt: string;
  /** Who asked; null while the engine is open. */
  by: string | null;
  /** How often it was tried so far. */
  tries: number;
  /** Null once it was given up. */
  nextTryAt: string | null;
  /** People have to close what is left. */
  givenUpAt: string | null;
  /** What nothing closes yet, and why. */
  positions: {
    exchange: string;
    symbol: string;
    product: string | null;
    link: string;
    text: string;
  }[];
}
