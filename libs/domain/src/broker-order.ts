import type { Decimal } from './decimal';
import type { OrdType, Side, TimeInForce } from './requested-order';
import type { OrdStatus } from './order-status';

/** What a broker's row or frame reports in particular, if it says so. */
export type BrokerOrderNews =
  'New' | 'Replaced' | 'ReplaceRejected' | 'CancelRejected' | 'Canceled';

/**
 * An order as a broker's order book, history or stream shows it, in the engine's terms. Symbol and
 * exchange are translated where possible, and the broker's own otherwise.
 */
export interface BrokerOrder {
  brokerOrderId: string;
  /** Our tag of the placement attempt, if the broker returns it. */
  tag: string | null;
  symbol: string;
  /** Left out if the symbol is ours. */
  symbolUnknown?: true;
  exchange: string;
  /** The engine's product name if the broker's is known; null if the row gives none. */
  product: string | null;
  side: Side;
  /** Null, like `timeInForce`, if the row does not say or uses an unknown word. */
  ordType: OrdType | null;
  timeInForce: TimeInForce | null;
  /** Total quantity, fills included. */
  orderQty: Decimal;
  price: Decimal | null;
  stopPrice: Decimal | null;
  /** Null if the broker's word is unknown: nothing is concluded from it. */
  ordStatus: OrdStatus | null;
  news: BrokerOrderNews | null;
  /** Null if the row does not say. */
  cumQty: Decimal | null;
  text: string | null;
  transactTime: Date | null;
  /** The execution that a frame contains. */
  trade: BrokerTrade | null;
}

/** An execution as a broker's trade book or stream shows it. */
export interface BrokerTrade {
  brokerOrderId: string;
  /** Left out, like `side`, if the row does not say. */
  symbol?: string;
  symbolUnknown?: true;
  side?: Side | null;
  /** A pure function of the broker's data: the same from stream, poll and history. */
  execId: string;
  lastQty: Decimal;
  lastPx: Decimal;
  exchange: string;
  transactTime: Date | null;
}

/** A position as the broker shows it. */
export interface BrokerPosition {
  symbol: string;
  exchange: string;
  product: string | null;
  /** Signed: negative is short. */
  netQty: Decimal;
  /** Sold today; missing where the broker does not say, and then what the net quantity shows. */
  soldToday?: Decimal;
  /** Of the net quantity, what is from the days before; missing where there is none. */
  carried?: Decimal;
  avgPx: Decimal | null;
  lastPx: Decimal | null;
  realizedPnl: Decimal | null;
  unrealizedPnl: Decimal | null;
}
