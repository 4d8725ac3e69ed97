import type { NewOrderRequest, OrderView, TimeInForceName } from '@ome/contracts';
import { withoutBlanks } from '../api/without-blanks';
import type { MarketTime } from '../market/market-time';

export const SIDES: NewOrderRequest['side'][] = ['BUY', 'SELL'];
export const ORD_TYPES: NewOrderRequest['ordType'][] = ['LIMIT', 'MARKET', 'STOP', 'STOP_LIMIT'];
export const TIMES_IN_FORCE: TimeInForceName[] = ['DAY', 'IOC', 'FOK', 'GTC', 'GTD'];

/** The fields of the new order form, as typed. */
export interface OrderFields {
  account: string;
  userId: string;
  symbol: string;
  exchange: string;
  side: NewOrderRequest['side'];
  ordType: NewOrderRequest['ordType'];
  quantity: string;
  price: string;
  stopPrice: string;
  timeInForce: TimeInForceName;
  /** Day and time in the market's zone, in the format of the browser's field. */
  expireAt: string;
  product: string;
  link: string;
  tag: string;
  amo: boolean;
  slice: boolean;
}

export const hasPrice = (ordType: string): boolean => /LIMIT$/.test(ordType);
export const hasStopPrice = (ordType: string): boolean => ordType.startsWith('STOP');

/** A form started from another order: its account, symbol and link, not quantity and price. */
export const fieldsLike = (order: OrderView | undefined): OrderFields => ({
  account: order?.account ?? '',
  userId: order?.userId ?? '',
  symbol: order?.symbol ?? '',
  exchange: order?.exchange ?? 'NSE',
  product: order?.product ?? '',
  link: order?.link ?? '',
  side: 'BUY',
  ordType: 'LIMIT',
  timeInForce: 'DAY',
  quantity: '',
  price: '',
  stopPrice: '',
  expireAt: '',
  tag: '',
  amo: false,
  slice: false,
});

/** The request for these fields: prices that the order type does not use are left out. */
export function newOrderRequest(fields: OrderFields, marketTime: MarketTime): NewOrderRequest {
  const { ordType, timeInForce, price, stopPrice, expireAt, amo, slice, ...others } = fields;
  return withoutBlanks({
    ...others,
    ordType,
    timeInForce,
    price: hasPrice(ordType) ? price : '',
    stopPrice: hasStopPrice(ordType) ? stopPrice : '',
    expireAt: timeInForce === 'GTD' && expireAt ? marketTime.instantOf(expireAt).toISOString() : '',
    ...(amo && { amo }),
    ...(slice && { slice }),
  }) as NewOrderRequest;
}

const DECIMAL = /^\d+(\.\d+)?$/;

/** The error for an invalid decimal, or null. */
export const decimalFault = (text: string): string | null =>
  DECIMAL.test(text.trim()) && /[1-9]/.test(text) ? null : 'A number above zero, such as 12.50';
