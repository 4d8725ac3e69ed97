import { type Execution, Executions, type Order } from '@ome/domain';
import type { JournalEntry } from '@ome/engine';
import { mongo } from 'mongoose';
import { toBson } from '../bson';
import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The read model of executions (fill.document.ts). `eventId` is the journal event that booked it. */
@Schema({ collection: 'fills', strict: false, autoCreate: false, autoIndex: false })
export class FillRecord {}

const newestFirst = { at: -1, eventId: -1 } as const;
/** Fills of orders without a user have no `userId`, and are not in its index. */
const given = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });

export const FillSchema = SchemaFactory.createForClass(FillRecord)
  .index({ ...newestFirst })
  .index({ orderId: 1, ...newestFirst })
  .index({ account: 1, ...newestFirst })
  // Fills that ops have to confirm.
  .index({ doubted: 1, ...newestFirst }, given('doubted'))
  .index({ userId: 1, ...newestFirst }, given('userId'))
  // Also serves the last price of a symbol, and the first of a day.
  .index({ symbol: 1, ...newestFirst })
  // The same within accounts or users, even if the newest fills are all of others.
  .index({ account: 1, symbol: 1, ...newestFirst })
  .index({ userId: 1, symbol: 1, ...newestFirst }, given('userId'))
  .index({ userId: 1, account: 1, symbol: 1, ...newestFirst }, given('userId'))
  // The last price on one exchange, even if the newest fills are all on another.
  .index({ symbol: 1, exchange: 1, ...newestFirst });

export const fillDocumentId = (orderId: string, execId: string): string => `${orderId}:${execId}`;

/** The read model of one execution. */
export function fillDocument(
  order: Order,
  execution: Execution,
  eventId: string,
): mongo.Document & { _id: string } {
  const { orderId, account, userId, symbol, side, product, link, version } = order;
  return {
    _id: fillDocumentId(orderId, execution.execId),
    eventId: new mongo.ObjectId(eventId),
    orderId,
    account,
    symbol,
    side,
    link,
    version,
    ...(userId !== null && { userId }),
    ...(product !== null && { product }),
    ...(toBson(execution) as object),
  };
}

/** All fills of an order from its journal, up to the order's version. */
export function fillDocuments(order: Order, entries: JournalEntry[]) {
  const known = entries.slice(0, order.version);
  const eventIds = new Map(
    known.flatMap(({ id, event }) => (event.type === 'Trade' ? [[event.execId, id]] : [])),
  );
  return Executions.fold(known.map(({ event }) => event))
    .all()
    .map((execution) => fillDocument(order, execution, eventIds.get(execution.execId)!));
}
