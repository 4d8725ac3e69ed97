import type { OrderView, Page } from './views';

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
  /**
   * `expired`: its contract is over and nobody told the settlement price yet, so that it has no
   * value. `settled`: a price fed on a later day settled it, and what that came to is realized;
   * announcements, which look at no price, say `expired` of such a one, too.
   */
  state: 'open' | 'flat' | 'expired' | 'settled';
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
  'day' | 'lastFillPx' | 'state' | 'version' | 'updatedAt'
> {
  day: string;
  /** Price of its last execution of the day. */
  /** Null where the price of every execution of the day is in doubt, and of those before. */
  lastPx: string | null;
}

/** Announced on `ome.positions` after each change, once at least; the highest version counts. */
export interface PositionMessage extends PositionView {
  v: 1;
}

/** One broker session's net quantities beside the sums of ours. */
export interface BrokerPositionsView {
  link: string;
  session: string;
  /** Why the broker could not be asked; null where it was. */
  fault: string | null;
  items: {
    exchange: string;
    symbol: string;
    product: string;
    netQty: string;
    brokerNetQty: string;
    /** The broker's less ours. */
    difference: string;
  }[];
}

/** `GET /positions` */
export interface PositionsPageView extends Page<ValuedPositionView> {
  /** Where they were asked for. */
  brokers?: BrokerPositionsView[];
}

/** What became of a request to close a position. */
export interface ClosedPosition {
  account: string;
  exchange: string;
  symbol: string;
  product: string | null;
  link: string;
  /**
   * `closing`: by the order that this request placed, or had placed before. `alreadyClosing`: by
   * open orders that were placed to close it. `flat`: there is nothing to close. `notHeld`: the
   * broker does not hold what is booked here. `waiting`: something has to be over first, as `detail`
   * says; the engine goes on by itself then. `failed`: nothing was sent.
   */
  outcome: 'closing' | 'alreadyClosing' | 'flat' | 'notHeld' | 'waiting' | 'failed';
  /** Whether the order is new. */
  created: boolean;
  orders: OrderView[];
  /** Orders that rested and were asked to be canceled first. */
  canceled: string[];
  /** What the broker's session holds of it; null where it was not asked. */
  brokerNetQty: string | null;
  /** Why not all, or nothing, is closed, and by whose books; null where there is nothing to say. */
  detail: string | null;
}
