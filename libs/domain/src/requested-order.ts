import type { Decimal } from './decimal';

export enum Side {
  Buy = 'BUY',
  Sell = 'SELL',
}

export enum OrdType {
  Market = 'MARKET',
  Limit = 'LIMIT',
  Stop = 'STOP',
  StopLimit = 'STOP_LIMIT',
}

export enum TimeInForce {
  Day = 'DAY',
  GoodTillCancel = 'GTC',
  GoodTillDate = 'GTD',
  ImmediateOrCancel = 'IOC',
  FillOrKill = 'FOK',
}

export const hasLimitPrice = (type: OrdType): boolean =>
  type === OrdType.Limit || type === OrdType.StopLimit;

export const hasStopPrice = (type: OrdType): boolean =>
  type === OrdType.Stop || type === OrdType.StopLimit;

/** The type that prices alone tell. */
export function ordTypeFor({ price, stopPrice }: Pick<OrderTerms, 'price' | 'stopPrice'>): OrdType {
  if (stopPrice) return price ? OrdType.StopLimit : OrdType.Stop;
  return price ? OrdType.Limit : OrdType.Market;
}

/** Brokers take market and stop orders of programs with a limit only, and show them so. */
const SHOWN_AS: Readonly<Record<OrdType, readonly OrdType[]>> = {
  [OrdType.Market]: [OrdType.Market, OrdType.Limit],
  [OrdType.Limit]: [OrdType.Limit],
  [OrdType.Stop]: [OrdType.Stop, OrdType.StopLimit],
  [OrdType.StopLimit]: [OrdType.StopLimit],
};

/** Whether a venue that shows this type may still have the order as it was sent. */
export const isShownAs = (ours: OrdType, shown: OrdType): boolean => SHOWN_AS[ours].includes(shown);

export const isGoodTill = (tif: TimeInForce): boolean =>
  tif === TimeInForce.GoodTillCancel || tif === TimeInForce.GoodTillDate;

/** Trades at once, in whole or in part, or not at all. */
export const isImmediate = ({ timeInForce }: Pick<OrderIdentity, 'timeInForce'>): boolean =>
  timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill;

/** The terms that a replace can change: the total quantity, fills included, and the prices. */
export interface OrderTerms {
  orderQty: Decimal;
  price: Decimal | null;
  stopPrice: Decimal | null;
}

/** The part of the client's request that never changes. */
export interface OrderIdentity {
  orderId: string;
  /** The client's id of the new order, or the order id if the client gave none. */
  clOrdId: string;
  account: string;
  userId: string | null;
  /** The canonical symbol of the instrument. */
  symbol: string;
  /** The symbol as the client wrote it, if different: for display and for that client. */
  givenSymbol?: string | null;
  exchange: string;
  side: Side;
  /** Requests never change it; somebody at the venue may. */
  ordType: OrdType;
  timeInForce: TimeInForce;
  expireAt: Date | null;
  product: string | null;
  /** An after-market order: the broker keeps it for the next session. Left out otherwise. */
  amo?: boolean;
  link: string;
  tag: string | null;
  /** Order entry gateway fields that are stored and returned, never interpreted. */
  client: string | null;
  counterParty: string | null;
  /** The basket that placed it. */
  basketId: string | null;
  /** The sliced order of which this is a slice. */
  parentOrderId: string | null;
  /** Set if the order is not sent itself, but in slices. */
  slicing: Slicing | null;
}

/** The whole request of a new order; replaces change its terms. */
export type RequestedOrder = OrderIdentity & OrderTerms;

/** The defaults of the optional fields. */
export const ORDER_DEFAULTS = {
  userId: null,
  price: null,
  stopPrice: null,
  expireAt: null,
  product: null,
  tag: null,
  client: null,
  counterParty: null,
  basketId: null,
  parentOrderId: null,
  slicing: null,
} as const satisfies Partial<RequestedOrder>;

/** Every requested field; true for fields that must be equal when a request is repeated. */
const REQUESTED = {
  orderId: false,
  clOrdId: false,
  account: true,
  userId: true,
  symbol: true,
  givenSymbol: false,
  exchange: true,
  side: true,
  ordType: true,
  orderQty: true,
  price: true,
  stopPrice: true,
  timeInForce: true,
  expireAt: true,
  product: true,
  amo: true,
  // Whether and how an order is sliced also depends on the market.
  link: false,
  slicing: false,
  tag: true,
  client: true,
  counterParty: true,
  basketId: true,
  parentOrderId: true,
} as const satisfies Readonly<Record<keyof RequestedOrder, boolean>>;

const REQUESTED_FIELDS = Object.keys(REQUESTED) as (keyof RequestedOrder)[];

type ContentField = {
  [Field in keyof RequestedOrder]-?: (typeof REQUESTED)[Field] extends true ? Field : never;
}[keyof RequestedOrder];

/** Fields that must be equal in two requests under one id. */
export const CONTENT_FIELDS = REQUESTED_FIELDS.filter(
  (field): field is ContentField => REQUESTED[field],
);

type Optional = keyof typeof ORDER_DEFAULTS;

/**
 * The requested fields, without anything else in the source, which may lack optional ones: events of
 * earlier versions do.
 */
export const requestedFieldsOf = (
  source: Omit<RequestedOrder, Optional> & Partial<Pick<RequestedOrder, Optional>>,
): RequestedOrder => ({
  orderId: source.orderId,
  clOrdId: source.clOrdId,
  account: source.account,
  userId: source.userId ?? null,
  symbol: source.symbol,
  ...(source.givenSymbol !== undefined && { givenSymbol: source.givenSymbol }),
  exchange: source.exchange,
  side: source.side,
  ordType: source.ordType,
  orderQty: source.orderQty,
  price: source.price ?? null,
  stopPrice: source.stopPrice ?? null,
  timeInForce: source.timeInForce,
  expireAt: source.expireAt ?? null,
  product: source.product ?? null,
  ...(source.amo !== undefined && { amo: source.amo }),
  link: source.link,
  slicing: source.slicing ?? null,
  tag: source.tag ?? null,
  client: source.client ?? null,
  counterParty: source.counterParty ?? null,
  basketId: source.basketId ?? null,
  parentOrderId: source.parentOrderId ?? null,
});

/** The symbol as whoever placed the order wrote it. */
export const displaySymbol = ({
  symbol,
  givenSymbol,
}: Pick<OrderIdentity, 'symbol' | 'givenSymbol'>): string => givenSymbol ?? symbol;

/** How an order above the freeze quantity reaches its link. */
export interface Slicing {
  /** The link of the slices; the order's own link is the slicer. */
  link: string;
  /** The largest quantity of one slice. */
  quantity: Decimal;
}
