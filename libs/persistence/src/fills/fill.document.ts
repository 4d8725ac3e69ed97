import { type Execution, Executions, type Order } from '@ome/domain';
import type { JournalEntry } from '@ome/engine';
import { mongo } from 'mongoose';
import { toBson } from '../bson';

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
