import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The read model of orders, one document each with the order id as `_id` (order.document.ts). */
@Schema({ collection: 'orders', strict: false, autoCreate: false, autoIndex: false })
export class OrderRecord {}

const newestFirst = { createdAt: -1, _id: -1 } as const;
/** Most orders lack these fields; documents omit them, and the index leaves them out. */
const given = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });

/**
 * The indexes of GET /orders, each in the sort order of pages. Side, exchange and link have few
 * values each: their pages are found among the newest orders, and an index would cost every write
 * more than it saves a query.
 */
export const OrderSchema = SchemaFactory.createForClass(OrderRecord)
  .index({ ...newestFirst })
  .index({ account: 1, ...newestFirst })
  .index({ userId: 1, ...newestFirst }, given('userId'))
  .index({ symbol: 1, ...newestFirst })
  .index({ ordStatus: 1, ...newestFirst })
  .index({ tag: 1, ...newestFirst }, given('tag'))
  .index({ parentOrderId: 1, ...newestFirst }, given('parentOrderId'))
  .index({ open: 1, ...newestFirst }, { partialFilterExpression: { open: true } })
  .index({ account: 1, open: 1 }, { partialFilterExpression: { open: true } })
  .index({ link: 1, brokerOrderId: 1, ...newestFirst }, given('brokerOrderId'))
  .index({ clOrdIds: 1 }, { sparse: true })
  .index(
    { 'work.state': 1, link: 1, 'work.dueAt': 1 },
    { partialFilterExpression: { 'work.state': { $exists: true } } },
  );
