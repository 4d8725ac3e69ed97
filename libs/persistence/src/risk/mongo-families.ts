import type { mongo } from 'mongoose';
import { NEWEST_OF_PRIMARY } from '../concerns';
import { orderOf } from '../orders/order.document';
import { familiesOf, type Family } from './families';

/** A projection may be read before a majority has it; a majority has its event already. */
const PROJECTED = NEWEST_OF_PRIMARY;

/** Reads all open orders of an account, and these orders, open or not. */
export async function readFamilies(
  orders: mongo.Collection<{ _id: string }>,
  account: string,
  orderIds: string[],
): Promise<Map<string, Family>> {
  const [open, named] = await Promise.all([
    orders.find({ account, open: true } as never, PROJECTED).toArray(),
    withSlices(orders, orderIds),
  ]);
  const byId = new Map([...open, ...named].map((document) => [document._id, document]));
  return familiesOf([...byId.values()].map((document) => orderOf(document)));
}

/** Reads an order with its slices, or a slice; undefined if there is none. */
export async function readFamily(
  orders: mongo.Collection<{ _id: string }>,
  orderId: string,
): Promise<Family | undefined> {
  const documents = await withSlices(orders, [orderId]);
  return familiesOf(documents.map((document) => orderOf(document))).get(orderId);
}

const withSlices = (orders: mongo.Collection<{ _id: string }>, orderIds: string[]) =>
  orders
    .find(
      { $or: [{ _id: { $in: orderIds } }, { parentOrderId: { $in: orderIds } }] } as never,
      PROJECTED,
    )
    .toArray();
