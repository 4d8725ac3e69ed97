import { parseDecimal, type Decimal } from '../exact-decimal';
import type { RequestType } from '../ledger/ledger';
import { fieldsOf, Malformed } from '../malformed';

/** The `type` field that each kind of request carries. */
const WIRE_TYPES: Readonly<Record<RequestType, string>> = { new: '1', replace: '2', cancel: '3' };

interface RequestFields {
  /** The engine's id of the order, the same for all its requests. */
  orderId: string;
  clOrdId: string;
  /** Empty for a new order. */
  origClOrdId: string;
  symbol: string;
  exchange: string;
  account: string;
  /** FIX Side: 1 buys, 2 sells. */
  side: '1' | '2';
  /** Who asks, where there are several. */
  counterparty?: string;
}

interface Terms {
  quantity: Decimal;
  /** Null for a market order. */
  price: Decimal | null;
  trigger?: Decimal | null;
}

export type NewOrderRequest = RequestFields & Terms & { type: 'new' };
export type ChangeRequest = RequestFields & (({ type: 'replace' } & Terms) | { type: 'cancel' });

/** A request of the engine to the link. */
export type LinkRequest = NewOrderRequest | ChangeRequest;

/** Throws Malformed, naming the wrong field. */
export function parseLinkRequest(type: RequestType, body: unknown): LinkRequest {
  const fields = fieldsOf(body);
  if (String(fields.type) !== WIRE_TYPES[type]) {
    throw new Malformed(`type must be ${WIRE_TYPES[type]}`);
  }
  const request: RequestFields = {
    orderId: textField(fields, 'order_id'),
    clOrdId: textField(fields, 'ClOrdID'),
    origClOrdId: type === 'new' ? '' : textField(fields, 'OrigClOrdID'),
    symbol: textField(fields, 'product_id'),
    exchange: optionalText(fields.exchange_id),
    account: optionalText(fields.account),
    side: sideField(fields),
  };
  if (type === 'cancel') return { type, ...request };
  const quantity = positiveField(fields, 'total_qty');
  return { type, ...request, quantity, price: priceField(fields) };
}

function textField(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new Malformed(`${name} must be a text`);
  return value;
}

function sideField(fields: Record<string, unknown>): '1' | '2' {
  if (String(fields.side) === '0') return '1';
  if (String(fields.side) === '1') return '2';
  throw new Malformed('side must be 0 or 1');
}

function positiveField(fields: Record<string, unknown>, name: string): Decimal {
  const value = parseDecimal(fields[name]);
  if (!value?.greaterThan(0)) throw new Malformed(`${name} must be a number above 0`);
  return value;
}

function priceField(fields: Record<string, unknown>): Decimal | null {
  if (fields.price_instruction !== 'LIMIT') return null;
  const price = parseDecimal(fields.ask_price);
  if (!price) throw new Malformed('ask_price must be a number');
  return price;
}

const optionalText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
