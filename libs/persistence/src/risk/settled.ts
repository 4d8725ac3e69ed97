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

/** Updates the reservation of an order to its current state. */
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
  // A slice reserves only what a replace may add to the value of the whole.
  const value = isSlice ? open.minus(valueOf(order, order.cumQty, lastPrice)) : open;
  if (isSlice && value.lte(0)) {
    return [{ updateOne: { filter: unchanged, update: { $unset: { [field]: '' } } } }];
  }
  if (value.eq(fromBson(held.value) as Decimal)) return [];
  const update = { $set: { [`${field}.value`]: amount(value) } };
  return [{ updateOne: { filter: unchanged, update: update } }];
}

/**
 * Adds an order without a reservation: it is older than the limit, or was opened by the venue.
 * Where the account has a counter, the duplicate of its key says that the counter has the order.
 */
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
      update: { $set: { [field]: reserved }, $setOnInsert: { recent: [], verdict: null } },
      upsert: true,
    },
  };
}

/** Updates the reservation of a reduce-only order with its slices to what it may still take. */
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
  // Claims computed with this reservation become invalid: the position may be smaller now.
  const $inc = { releases: 1 };
  const update = open.isZero()
    ? { $inc, $unset: { [field]: '' as const } }
    : { $inc, $set: { [`${field}.quantity`]: amount(open) } };
  return [{ updateOne: { filter, update } }];
}
