import type { OrderEvent, OrderEventType } from '@ome/domain';
import type { EventStream, Upcasters } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { type EventStoreOptions, MongoEventStore } from '../event-store/mongo-event-store';

/** Version 1 knew neither baskets nor slices. */
const ofNoBasket = (event: object) => ({
  basketId: null,
  parentOrderId: null,
  slicing: null,
  ...event,
});

/**
 * A change to the meaning of an event, or a new field that a fold must not ignore, needs an
 * upcaster here, and a fixture of the new version beside the old ones.
 */
const UPCASTERS: Upcasters<OrderEventType> = {
  NewOrder: [ofNoBasket],
  ReplaceRequested: [],
  CancelRequested: [],
  CanceledUnsent: [],
  SendStarted: [],
  SendAccepted: [],
  SendFailed: [],
  SendInDoubt: [],
  PendingNew: [],
  AcceptedForBidding: [],
  New: [],
  Rejected: [],
  PendingCancel: [],
  Canceled: [],
  CancelRejected: [],
  PendingReplace: [],
  ReplaceRejected: [],
  Expired: [],
  DoneForDay: [],
  Suspended: [],
  Stopped: [],
  Calculated: [],
  Triggered: [],
  OrderStatus: [],
  Trade: [],
  TradeConfirmed: [],
  TradeCancel: [],
  TradeCorrect: [],
  Replaced: [],
  Restated: [],
  SlicesSummed: [],
};

/** How the order journal is stored. */
export const ORDER_STREAM: EventStream<OrderEvent> = {
  name: 'order',
  collection: 'order_events',
  idField: 'orderId',
  // A client's request id and an execution count once per order.
  usedUpFields: ['newClOrdId', 'execId'],
  opening: 'NewOrder',
  upcasters: UPCASTERS,
  indexed: (event) => ('alerts' in event && event.alerts.length > 0 ? { alerted: true } : {}),
  indexFields: ['alerted'],
};

export class MongoJournal extends MongoEventStore<OrderEvent> {
  constructor(db: mongo.Db, options: EventStoreOptions) {
    super(db, ORDER_STREAM, options);
  }
}
