import type { OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import type { DecimalInput } from './json';

export type SideName = `${Side}`;
export type OrdTypeName = `${OrdType}`;
export type TimeInForceName = `${TimeInForce}`;
export type OrdStatusName = `${OrdStatus}`;

/** Set to `true` by programs in which a person enters requests, as the console and the command line. */
export const MANUAL_ENTRY_HEADER = 'x-manual-entry';

/** The requested part of a list. */
export interface PageRequest {
  /** 1 to 1000; defaults to 100. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

/** Instants as ISO 8601 text: from inclusive, to exclusive. */
export interface TimeRange {
  from?: string;
  to?: string;
}

/** `POST /orders` */
export interface NewOrderRequest {
  /** A repeat with it returns the same order. */
  clOrdId?: string;
  account: string;
  userId?: string;
  symbol: string;
  exchange: string;
  side: SideName;
  ordType: OrdTypeName;
  quantity: DecimalInput;
  price?: DecimalInput;
  stopPrice?: DecimalInput;
  /** Defaults to DAY. */
  timeInForce?: TimeInForceName;
  /** For GTD orders only; a date alone is the end of that market day. */
  expireAt?: string;
  product?: string;
  /** The broker keeps it for the next session, if it supports such orders. */
  amo?: boolean;
  link?: string;
  tag?: string;
  /** If true, an order above the freeze quantity of its instrument is sent in slices within it. */
  slice?: boolean;
  /** If true, it waits until a trader releases it (a care order), and can be changed until then. */
  staged?: boolean;
}

/** `PUT /orders/:orderId` */
export interface ReplaceOrderRequest {
  clOrdId?: string;
  /** The total, fills included. */
  quantity?: DecimalInput;
  price?: DecimalInput;
  stopPrice?: DecimalInput;
}

/** `POST /orders/:orderId/cancel` */
export interface CancelOrderRequest {
  clOrdId?: string;
  reason?: string;
}

/** `POST /orders/cancel-all`; without a filter it means every open order. */
export interface CancelAllRequest {
  account?: string;
  symbol?: string;
  side?: SideName;
  reason?: string;
}

/** `GET /orders` */
export interface OrdersRequest extends PageRequest, TimeRange {
  account?: string;
  user?: string;
  symbol?: string;
  exchange?: string;
  side?: SideName;
  status?: OrdStatusName;
  open?: boolean;
  link?: string;
  tag?: string;
  /** The slices of this order. */
  parent?: string;
}

/** `GET /fills` */
export interface FillsRequest extends PageRequest, TimeRange {
  account?: string;
  user?: string;
  symbol?: string;
  exchange?: string;
  side?: SideName;
  link?: string;
  orderId?: string;
  /** Only fills whose price waits for confirmation by ops. */
  doubted?: true;
}

/** `GET /events` */
export interface EventsRequest {
  /** The cursor of the last handled item; if left out, the feed starts at its beginning. */
  after?: string;
  limit?: number;
}

export interface PositionKeyRequest {
  account?: string;
  symbol?: string;
  exchange?: string;
  product?: string;
  link?: string;
}

/** `GET /positions` */
export interface PositionsRequest extends PageRequest, PositionKeyRequest {
  /** True for open positions, false for flat ones. */
  open?: boolean;
  /** True for the brokers' net quantities beside ours. */
  broker?: boolean;
}

/** `GET /positions/history`: market days such as 2026-11-20, both inclusive. */
export interface PositionHistoryRequest extends PageRequest, PositionKeyRequest {
  from?: string;
  to?: string;
}

/** `POST /positions/close` */
export interface ClosePositionRequest extends ClosingRequest {
  /** Of the closing order; a repeat with it returns the same order. */
  clOrdId?: string;
  account: string;
  exchange: string;
  symbol: string;
  /** Needed where several products are open. */
  product?: string;
  /** Needed where positions on several links are open. */
  link?: string;
  /** The limit of the closing order; a market order if left out. */
  price?: DecimalInput;
}

/** Options of `POST /positions/close` and `close-all`. */
export interface ClosingRequest {
  /** First cancels resting orders that would open a position again; defaults to the setting. */
  cancelResting?: boolean;
  /** Closes what is booked here, whatever the broker holds. */
  ignoreBroker?: boolean;
}

/** `POST /positions/close-all` */
export interface CloseAllRequest extends ClosingRequest {
  account: string;
}

/** An item of `POST /prices`. */
export interface PriceRequest {
  exchange: string;
  symbol: string;
  lastPx: DecimalInput;
  /** Defaults to now. */
  at?: string;
  bid?: DecimalInput;
  ask?: DecimalInput;
}

/** `GET /instruments` */
export interface InstrumentsRequest extends PageRequest {
  /** Prefix of the symbol, a broker's name of it or a word of the company's name. */
  search?: string;
  exchange?: string;
  kind?: string;
  underlying?: string;
  broker?: string;
  /** YYYY-MM-DD; leaves out shares and instruments that expire earlier. */
  expiryFrom?: string;
}
