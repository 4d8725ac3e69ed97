import {
  type Decimal,
  hasLimitPrice,
  hasStopPrice,
  type InstrumentName,
  isSameInstrument,
  type Order,
  OrdType,
  type ReplaceRequest,
  Side,
  TimeInForce,
} from '@ome/domain';
import { type FixFields, parseUtcTimestamp } from '@ome/fix';
import { ID, invalid, type NewOrderFields, positive } from '@ome/order-entry';
import type { OrderQueries } from '@ome/persistence';
import { ORD_TYPE_CODE, SIDE_CODE, TIME_IN_FORCE_CODE } from '../reports/report-fields';
import type { SessionDefinition } from '../sessions/session-definition';
import { checkDescription, checkInstructions } from './instructions';

/** As messages call the prices of an order. */
export const PRICE_NAMES = { price: 'Price (44)', stopPrice: 'StopPx (99)' };

/**
 * What a NewOrderSingle (D) asks for.
 *
 * @throws InvalidRequest
 */
export function newOrderFields(message: FixFields, session: SessionDefinition): NewOrderFields {
  const timeInForce = message.get(59);
  const symbol = idOf('Symbol (55)', message.get(55));
  const exchange = idOf('SecurityExchange (207)', message.get(207) || session.defaultExchange);
  checkInstructions(message);
  checkDescription(message, { exchange, symbol });
  return {
    clOrdId: idOf('ClOrdID (11)', message.get(11)),
    account: accountOf(message, session),
    userId: userOf(message),
    symbol,
    exchange,
    side: sideOf(message),
    ordType: named('OrdType (40)', message.get(40), ORD_TYPE_CODE) as OrdType,
    quantity: required('OrderQty (38)', message.get(38)),
    price: message.get(44),
    stopPrice: message.get(99),
    timeInForce:
      timeInForce === undefined
        ? TimeInForce.Day
        : (named('TimeInForce (59)', timeInForce, TIME_IN_FORCE_CODE) as TimeInForce),
    expireAt: expiryOf(message),
    link: message.get(100),
  } as NewOrderFields;
}

/** ManualOrderIndicator (1028): a person entered it. */
export const isManualEntry = (message: FixFields): boolean => message.get(1028) === 'Y';

/**
 * What an OrderCancelReplaceRequest (G) asks for: it names the whole order, of which the quantity and
 * the prices can change.
 *
 * @throws InvalidRequest
 */
export function replaceFields(
  message: FixFields,
  order: Order,
  name: InstrumentName,
): ReplaceRequest {
  checkSameOrder(message, order, name);
  checkInstructions(message);
  return {
    clOrdId: idOf('ClOrdID (11)', message.get(11)),
    quantity: amountOf('OrderQty (38)', message.get(38)),
    price: hasLimitPrice(order.ordType) ? amountOf(PRICE_NAMES.price, message.get(44)) : null,
    stopPrice: hasStopPrice(order.ordType)
      ? amountOf(PRICE_NAMES.stopPrice, message.get(99))
      : null,
  };
}

/** The instrument that a request names for its order; as in the order where it names none. */
export const nameIn = (message: FixFields, { exchange, symbol }: Order): InstrumentName => ({
  exchange: message.get(207) ?? exchange,
  symbol: message.get(55) ?? symbol,
});

/**
 * A request says again what its order is: where it contradicts that, it may mean another order.
 *
 * @param name the canonical one of `nameIn`
 * @throws InvalidRequest
 */
export function checkSameOrder(message: FixFields, order: Order, name: InstrumentName): void {
  const same: readonly (readonly [tag: number, name: string, code: string])[] = [
    [1, 'Account', order.account],
    [54, 'Side', SIDE_CODE[order.side]],
    [40, 'OrdType', ORD_TYPE_CODE[order.ordType]],
    [59, 'TimeInForce', TIME_IN_FORCE_CODE[order.timeInForce]],
  ];
  for (const [tag, name, code] of same) {
    const given = message.get(tag);
    if (given === undefined || given === code) continue;
    throw invalid(`${name} (${tag})`, 'must be that of the order');
  }
  if (message.get(55) !== order.givenSymbol && !isSameInstrument(name, order)) {
    throw invalid('Symbol (55)', 'must be that of the order');
  }
  checkDescription(message, name);
}

export type OrderFilter = Parameters<OrderQueries['openIds']>[1];

/**
 * Which open orders a mass request means.
 *
 * @param type 1 for those of a Symbol (55), 7 for all
 * @throws InvalidRequest
 */
export function ordersMeant(
  message: FixFields,
  type: '1' | '7',
  session: SessionDefinition,
): OrderFilter {
  return {
    ...(type === '1' && { symbol: idOf('Symbol (55)', message.get(55)) }),
    ...(message.get(1) !== undefined && { account: accountOf(message, session) }),
    ...(message.get(54) !== undefined && { side: sideOf(message) }),
  };
}

/** Account (1), or the one of the session. */
export const accountOf = (message: FixFields, session: SessionDefinition): string =>
  idOf('Account (1)', message.get(1) || session.defaultAccount);

/**
 * SenderSubID (50); null where it is left out.
 *
 * @throws InvalidRequest
 */
export const userOf = (message: FixFields): string | null =>
  message.get(50) === undefined ? null : idOf('SenderSubID (50)', message.get(50));

/** @throws InvalidRequest */
export function idOf(field: string, value: string | undefined): string {
  const id = required(field, value);
  if (!ID.test(id)) throw invalid(field, 'must be 1 to 64 visible ASCII characters');
  return id;
}

/** @throws InvalidRequest */
const sideOf = (message: FixFields): Side => named('Side (54)', message.get(54), SIDE_CODE) as Side;

function required(field: string, value: string | undefined): string {
  if (value === undefined || value === '') throw invalid(field, 'is required');
  return value;
}

function named(
  field: string,
  code: string | undefined,
  codes: Readonly<Record<string, string>>,
): string {
  const given = required(field, code);
  const found = Object.entries(codes).find(([, known]) => known === given);
  if (!found) throw invalid(field, `must be one of ${Object.values(codes).join(', ')}`);
  return found[0];
}

/** ExpireTime (126), else the end of the market's ExpireDate (432). */
function expiryOf(message: FixFields): string | undefined {
  const time = message.get(126);
  const date = message.get(432);
  if (time !== undefined) {
    const at = parseUtcTimestamp(time);
    if (!at) throw invalid('ExpireTime (126)', 'must be a UTC timestamp');
    return at.toISOString();
  }
  return date?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

const amountOf = (field: string, value: string | undefined): Decimal | null =>
  value === undefined ? null : positive(field, value);
