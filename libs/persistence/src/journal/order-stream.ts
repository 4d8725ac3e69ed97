import type { OrderEvent } from '@ome/domain';
import type { EventStream } from '@ome/event-store';
import type { JournalEntry } from '@ome/engine';
import type { mongo } from 'mongoose';
import { type EventStoreOptions, MongoEventStore } from '../event-store/mongo-event-store';
import { recordedEvent } from '../event-store/stored-event';

/** The journal of orders. */
export const ORDER_STREAM: EventStream<OrderEvent> = {
  name: 'order',
  collection: 'order_events',
  idField: 'orderId',
  // A client's request id counts once per order, and so does a fill.
  usedUpFields: ['newClOrdId', 'execId'],
  opening: 'NewOrder',
  indexed: (event) => ('alerts' in event && event.alerts.length > 0 ? { alerted: true } : {}),
  indexFields: ['alerted'],
};

export class MongoJournal extends MongoEventStore<OrderEvent> {
  constructor(db: mongo.Db, options: EventStoreOptions) {
    super(db, ORDER_STREAM, options);
  }
}

/** A stored event as the domain knows it, with its id. */
export const entryOf = (document: mongo.Document): JournalEntry =>
  recordedEvent(ORDER_STREAM, document);
