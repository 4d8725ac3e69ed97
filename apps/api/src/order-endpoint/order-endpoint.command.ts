import type { DecimalInput } from '@ome/contracts';
import { decimal, type Order, OrdType, type ReplaceRequest, Side } from '@ome/domain';
import { invalid, type NewOrderFields, positive } from '@ome/order-entry';
import type { ChangeOrderMessage, NewOrderMessage } from './order-endpoint.dto';

const MAX_KEPT_TEXT = 64;

/** The canonical text of a whole number: `01` is `1`. */
const canonical = (value: number | string): string => BigInt(value).toString();

/** The price field of messages; they have no stop orders. */
export const PRICE_NAMES = { price: 'ask_price', stopPrice: 'ask_price' };

export const newOrderFields = (message: NewOrderMessage): NewOrderFields => ({
  account: canonical(message.account),
  userId: canonical(message.user_id),
  symbol: message.product_id,
  exchange: message.exchange_id,
  side: Number(message.side) === 0 ? Side.Buy : Side.Sell,
  ordType: message.price_instruction,
  quantity: message.total_qty,
  // Programs send a price even for orders without one.
  ...(message.price_instruction === 'LIMIT' && { price: message.ask_price as DecimalInput }),
  client: kept('client', message.client),
  counterParty: kept('counter_party', message.counter_party),
});

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
    price: priced ? positive('ask_price', price) : null,
    stopPrice: null,
  };
};
