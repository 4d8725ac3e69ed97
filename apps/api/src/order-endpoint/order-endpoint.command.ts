import {
  decimal,
  type Order,
  ORDER_DEFAULTS,
  OrdType,
  type ReplaceRequest,
  Side,
  TimeInForce,
} from '@ome/domain';
import type { PlaceOrderCommand } from '@ome/engine';
import { invalid } from '../problems/invalid-request';
import { decimalValueFault } from '../validation/field.validators';
import type { ChangeOrderMessage, NewOrderMessage } from './order-endpoint.dto';

const MAX_KEPT_TEXT = 64;

/** The canonical text of a whole number: `01` is `1`. */
const canonical = (value: number | string): string => BigInt(value).toString();

export function newOrderCommand(message: NewOrderMessage): PlaceOrderCommand {
  const limit = message.price_instruction === 'LIMIT';
  return {
    ...ORDER_DEFAULTS,
    clOrdId: null,
    account: canonical(message.account),
    userId: canonical(message.user_id),
    symbol: message.product_id,
    exchange: message.exchange_id,
    side: Number(message.side) === 0 ? Side.Buy : Side.Sell,
    ordType: limit ? OrdType.Limit : OrdType.Market,
    orderQty: decimal(message.total_qty),
    price: limit ? limitPrice(message.ask_price) : null,
    timeInForce: TimeInForce.Day,
    link: null,
    client: kept('client', message.client),
    counterParty: kept('counter_party', message.counter_party),
  };
}

function limitPrice(value: unknown) {
  const fault = decimalValueFault(value, 'positive');
  if (fault) throw invalid('ask_price', fault);
  return decimal(value as string | number);
}

function kept(field: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length > MAX_KEPT_TEXT)
    throw invalid(field, `must have at most ${MAX_KEPT_TEXT} letters`);
  return text;
}

/** Programs always send a price along, also for orders that have none. */
export const replaceOf = (
  message: ChangeOrderMessage,
  order: Order | null,
  clOrdId: string | null,
): ReplaceRequest => {
  const price = message.ask_price ?? null;
  const quantity = message.total_qty ?? null;
  if (price === null && quantity === null) {
    throw invalid('ask_price', 'or total_qty must be given');
  }
  const priced = price !== null && order?.ordType !== OrdType.Market;
  return {
    clOrdId,
    quantity: quantity === null ? null : decimal(quantity),
    price: priced ? limitPrice(price) : null,
    stopPrice: null,
  };
};
