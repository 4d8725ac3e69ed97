import { canonicalSymbol, type Decimal, isOpen, openValue, type Order, valueOf } from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import {
  amount,
  type CounterDocument,
  mark,
  type Reserved,
  type ReservedReducing,
} from './counter.document';
import { type Family, openOf } from './families';

export const isCounted = (order: Order): boolean => !order.closed && isOpen(order);

/** Of an order as it stands by now: what is still reserved for it, if anything. */
export function adjusted(
  account: string,
  orderId: string,
  held: Reserved,
  order: Order | null,
): mongo.AnyBulkWriteOperation<CounterDocument>[] {
  const field = `orders.${orderId}`;
  const unchanged = { _id: account, [`${field}.mark`]: held.mark };
  if (!order || !isCounted(order)) {
    return [{ updateOne: { filter: unchanged, update: { $unset: { [field]: '' } } } }];
  }
  const lastPrice = held.lastPrice && (fromBson(held.lastPrice) as Decimal);
  const open = openValue(order, lastPrice);
  const isSlice = order.parentOrderId !== null;
  // Of a slice only what a replace may add to what the whole counts for.
  const value = isSlice ? open.minus(valueOf(order, order.cumQty, lastPrice)) : open;
  if (isSlice && value.lte(0)) {
    return [{ updateOne: { filter: unchanged, update: { $unset: { [field]: '' } } } }];
  }
  if (value.eq(fromBson(held.value) as Decimal)) return [];
  const update = { $set: { [`${field}.value`]: amount(value) } };
  return [{ updateOne: { filter: unchanged, update: update } }];
}

/** An order that nobody reserved for: older than the limit, or opened by the venue. */
export function added(account: string, order: Order): mongo.AnyBulkWriteOperation<CounterDocument> {
  const { orderId, exchange, version, lastPx } = order;
  const symbol = canonicalSymbol(exchange, order.symbol);
  const field = `orders.${orderId}`;
  const reserved: Reserved = {
    exchange,
    symbol,
    seq: version,
    at: new Date(),
    value: amount(openValue(order, lastPx)),
    lastPrice: lastPx && amount(lastPx),
    mark: mark(),
  };
  return {
    updateOne: {
      filter: { _id: account, [field]: { $exists: false } },
      update: { $set: { [field]: reserved } },
    },
  };
}

/** Of an order that only reduces, as it stands by now with its slices: what it may still take. */
export function released(
  account: string,
  orderId: string,
  held: ReservedReducing,
  family: Family,
): mongo.AnyBulkWriteOperation<CounterDocument>[] {
  const field = `reducing.${orderId}`;
  const filter = { _id: account, [`${field}.mark`]: held.mark };
  const open = openOf(family);
  if (open.gte(fromBson(held.quantity) as Decimal)) return [];
  // Whoever reckoned with what was reserved must reckon again: the position may be smaller now.
  const $inc = { releases: 1 };
  const update = open.isZero()
    ? { $inc, $unset: { [field]: '' as const } }
    : { $inc, $set: { [`${field}.quantity`]: amount(open) } };
  return [{ updateOne: { filter, update } }];
}
