import type { Decimal } from './decimal';
import type { OrdType, Side, TimeInForce } from './order';
import type { OrdStatus } from './order-status';

/** What a row or frame of a broker reports in particular, where it says so. */
export type BrokerOrderNews =
  'New' | 'Replaced' | 'ReplaceRejected' | 'CancelRejected' | 'Canceled';

/**
 * An order as a broker's book, history or stream shows it, in our own terms. Symbol and exchange are
 * ours where the broker's could be translated, and the broker's own otherwise.
 */
export interface BrokerOrder {
  brokerOrderId: string;
  /** Our tag of the attempt that placed it, where the broker gives it back. */
  tag: string | null;
  symbol: string;
  exchange: string;
  /** In our words where the broker's is known; null where the row does not say. */
  product: string | null;
  side: Side;
  /** Null, as `timeInForce`, where the row does not say, or says it in a word that is not known. */
  ordType: OrdType | null;
  timeInForce: TimeInForce | null;
  /** Total quantity, fills included. */
  orderQty: Decimal;
  price: Decimal | null;
  stopPrice: Decimal | null;
  /** Null where the broker's word for it is none that we know: nothing follows from it. */
  ordStatus: OrdStatus | null;
  news: BrokerOrderNews | null;
  /** Null where the row does not say. */
  cumQty: Decimal | null;
  text: string | null;
  transactTime: Date | null;
  /** The execution that a frame brings along. */
  trade: BrokerTrade | null;
}

/** An execution as a broker's trade book or stream shows it. */
export interface BrokerTrade {
  brokerOrderId: string;
  /** A pure function of what the broker says, the same from stream, poll and history. */
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
  avgPx: Decimal | null;
  lastPx: Decimal | null;
  realizedPnl: Decimal | null;
  unrealizedPnl: Decimal | null;
}
