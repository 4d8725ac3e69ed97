import { LosslessNumber, stringify } from 'lossless-json';
import type { OrderView } from '@ome/contracts';
import { Decimal, ORD_STATUS_CODE, type OrdStatus } from '@ome/domain';

/**
 * A decimal as the JSON number that existing programs expect, with every digit: where a double
 * would lose some, the number keeps its text for `wireText`.
 */
export function wireNumber(text: string | null): number | LosslessNumber {
  const digits = text ?? '0';
  const double = Number(digits);
  return new Decimal(double).eq(digits) ? double : new LosslessNumber(digits);
}

/** JSON with exact numbers. */
export const wireText = (body: object): string => stringify(body) ?? '';

/** Ids that are numeric are numbers on the wire. */
export const wireId = (id: string | null): number | string | null =>
  id !== null && /^(0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;

export const wireSide = (side: string): 0 | 1 => (side === 'BUY' ? 0 : 1);

export const wireState = (status: string): string => ORD_STATUS_CODE[status as OrdStatus];

/** `YYYY-MM-DD HH:MM:SS` in the market's zone. */
export function wireStamp(instant: Date, timeZone: string): string {
  return stampFormat(timeZone).format(instant).replace(',', '');
}

const formats = new Map<string, Intl.DateTimeFormat>();

function stampFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  formats.set(timeZone, format);
  return format;
}

/** The fields that a link's request and a trade-post message share (wire formats 3 and 4). */
export const wireOrder = (order: OrderView, timeZone: string) => ({
  order_id: order.orderId,
  user_id: wireId(order.userId),
  product_id: order.givenSymbol ?? order.symbol,
  side: wireSide(order.side),
  ask_price: wireNumber(order.price),
  total_qty: wireNumber(order.orderQty),
  order_stamp: wireStamp(new Date(order.createdAt), timeZone),
  account: wireId(order.account),
});
