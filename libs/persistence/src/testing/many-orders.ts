import { decimal, Side } from '@ome/domain';
import type { mongo } from 'mongoose';
import { toBson } from '../bson';
import { fillDocument } from '../fills/fill.document';
import { orderDocument } from '../orders/order.document';
import { anOrder, anOrderId, opening } from './test-store';

export const ORDERS = 2_000;
const MINUTE_MS = 60_000;
const BEGINNING = new Date('2026-01-01T00:00:00Z');
/** When the order of this index was entered and filled. */
export const minute = (index: number) => new Date(BEGINNING.getTime() + index * MINUTE_MS);

/**
 * Stores orders of few accounts, symbols and users, each with many orders, and a fill of each.
 *
 * @returns the ids of the orders
 */
export async function storeManyOrders(db: mongo.Db): Promise<string[]> {
  const orderIds: string[] = [];
  const documents: mongo.Document[] = [];
  const fillDocuments: mongo.Document[] = [];
  const history: mongo.Document[] = [];
  for (let index = 0; index < ORDERS; index += 1) {
    const orderId = anOrderId();
    orderIds.push(orderId);
    const fields = {
      orderId,
      account: `account-${index % 50}`,
      symbol: `SYMBOL-${index % 40}`,
      side: index % 2 ? Side.Buy : Side.Sell,
      exchange: index % 3 ? 'NSE' : 'BSE',
      userId: index % 4 ? `user-${index % 100}` : null,
      tag: index % 10 ? null : `tag-${index % 30}`,
      clOrdId: index % 2 ? `client-${index}` : orderId,
    };
    const order = { ...anOrder(fields, minute(index)), brokerOrderId: `V-${index}` };
    const open = index % 5 === 0;
    documents.push({
      ...orderDocument(order),
      open,
      ordStatus: open ? 'New' : 'Filled',
    });
    if (index % 20 > 0) delete documents[index].work;
    history.push({
      ...(toBson(opening(fields, minute(index))) as object),
      ...(index % 50 === 0 && { alerted: true }),
    });
    const execution = {
      execId: 'x',
      quantity: decimal(1),
      price: decimal(1),
      state: 'live' as const,
      exchange: fields.exchange,
      at: minute(index),
    };
    fillDocuments.push(fillDocument(order, execution, anOrderId()));
    // Of all fills of its symbol, one in the middle is of somebody else.
    if (index === 1_007) {
      const other = { ...order, orderId: anOrderId(), account: 'rare', userId: 'rare' };
      fillDocuments.push(fillDocument(other, execution, anOrderId()));
    }
  }
  await db.collection('orders').insertMany(documents);
  await db.collection('fills').insertMany(fillDocuments);
  await db.collection('order_events').insertMany(history);
  return orderIds;
}
