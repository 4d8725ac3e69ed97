import type { NewOrderRequest } from '@ome/contracts';
import { ORDER_DEFAULTS, type OrdType, type Side, TimeInForce } from '@ome/domain';
import type { PlaceOrderCommand } from '@ome/engine';
import type { MarketTime } from '@ome/platform';
import { checkLink, isGiven, positive, type PriceNames, pricesOf } from './field-rules';
import { invalid } from './invalid-request';

/**
 * The input of a new order: the fields of a REST request, and those that only some gateways send.
 */
export interface NewOrderFields extends NewOrderRequest {
  /** Stored and returned, never interpreted. */
  client?: string | null;
  counterParty?: string | null;
}

/** Settings that apply to new orders on entry. */
export interface EntryRules {
  links: ReadonlySet<string>;
  now: Date;
  marketTime: MarketTime;
}

/** As REST requests name them. */
const NAMES: PriceNames = { price: 'price', stopPrice: 'stopPrice' };

/**
 * The command of a request, from any entry point.
 *
 * @param names of the price fields at that entry point, for error texts
 * @throws InvalidRequest if its fields contradict each other
 */
export function placeOrderCommand(
  fields: NewOrderFields,
  rules: EntryRules,
  names: PriceNames = NAMES,
): PlaceOrderCommand {
  const ordType = fields.ordType as OrdType;
  checkLink('link', fields.link, rules.links);
  if (fields.slice && fields.timeInForce === TimeInForce.FillOrKill) {
    throw invalid('slice', 'must be left out of FOK orders: slices are filled one by one');
  }
  const { basketId, parentOrderId, slicing } = ORDER_DEFAULTS;
  return {
    basketId,
    parentOrderId,
    slicing,
    clOrdId: fields.clOrdId ?? null,
    account: fields.account,
    userId: fields.userId ?? null,
    symbol: fields.symbol,
    exchange: fields.exchange,
    side: fields.side as Side,
    ordType,
    orderQty: positive('quantity', fields.quantity),
    ...pricesOf(ordType, fields, names),
    timeInForce: (fields.timeInForce as TimeInForce | undefined) ?? TimeInForce.Day,
    expireAt: expiry(fields, rules),
    product: fields.product ?? null,
    ...(fields.amo && { amo: true }),
    link: fields.link ?? null,
    tag: fields.tag ?? null,
    client: fields.client ?? null,
    counterParty: fields.counterParty ?? null,
    slice: fields.slice ?? false,
    ...(fields.staged && { staged: true }),
  };
}

function expiry(
  { timeInForce, expireAt }: NewOrderFields,
  { now, marketTime }: EntryRules,
): Date | null {
  const needed = timeInForce === TimeInForce.GoodTillDate;
  if (!isGiven(expireAt) || expireAt === '') {
    if (needed) throw invalid('expireAt', 'is required for GTD orders');
    return null;
  }
  if (!needed) throw invalid('expireAt', 'must be left out of all but GTD orders');
  const time = marketTime.instantOf(expireAt, 'end');
  if (!time) throw invalid('expireAt', 'must be an instant such as 2026-11-20T09:15:00Z');
  if (time <= now) throw invalid('expireAt', 'must be in the future');
  return time;
}
