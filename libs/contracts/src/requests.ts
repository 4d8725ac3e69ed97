import type { OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import type { DecimalInput } from './json';

export type SideName = `${Side}`;
export type OrdTypeName = `${OrdType}`;
export type TimeInForceName = `${TimeInForce}`;
export type OrdStatusName = `${OrdStatus}`;

/** Which part of a list is wanted. */
export interface PageRequest {
  /** 1 to 1000; left out, 100. */
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
  /** A repeat with it is answered with the same order. */
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
  /** Left out, it is DAY. */
  timeInForce?: TimeInForceName;
  /** Of GTD orders only; a date alone is the end of that market day. */
  expireAt?: string;
  product?: string;
  /** The broker keeps it for the next session, where it has such orders. */
  amo?: boolean;
  link?: string;
  tag?: string;
  /** Above the freeze quantity of its instrument the order goes out in slices within it. */
  slice?: boolean;
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
  /** Only those whose price waits for ops to confirm it. */
  doubted?: true;
}

/** `GET /events` */
export interface EventsRequest {
  /** The cursor of the last item that was handled; left out, the feed starts at its beginning. */
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
  /** True for what is not flat, false for what is. */
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
  /** Of the closing order; a repeat with it is answered with the same order. */
  clOrdId?: string;
  account: string;
  exchange: string;
  symbol: string;
  /** Needed where several products are open. */
  product?: string;
  /** Needed where positions on several links are open. */
  link?: string;
  /** The limit of the closing order; left out, it is a market order. */
  price?: DecimalInput;
}

/** How `POST /positions/close` and `close-all` go about it. */
export interface ClosingRequest {
  /** Cancels first what rests and would open a position again; left out, as the settings say. */
  cancelResting?: boolean;
  /** Closes by what is booked here, whatever the broker holds. */
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
  /** Left out, it is now. */
  at?: string;
  bid?: DecimalInput;
  ask?: DecimalInput;
}

/** `GET /instruments` */
export interface InstrumentsRequest extends PageRequest {
  /** How the symbol, a broker's name of it or a word of the company's name begins. */
  search?: string;
  exchange?: string;
  kind?: string;
  underlying?: string;
  broker?: string;
  /** YYYY-MM-DD; leaves out shares and what expires earlier. */
  expiryFrom?: string;
}
