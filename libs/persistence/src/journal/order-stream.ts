import type { OrderEvent, OrderEventType } from '@ome/domain';
import type { EventStream, Upcasters } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { type EventStoreOptions, MongoEventStore } from '../event-store/mongo-event-store';
import { Schema, SchemaFactory } from '@nestjs/mongoose';
import { CLIENT_EVENTS } from '../audit/client-events';

/**
 * The order journal. Documents are inserted, never updated. Each is an OrderEvent with decimals as
 * Decimal128, written through the native collection.
 */
@Schema({ collection: 'order_events', strict: false, autoCreate: false, autoIndex: false })
export class OrderEventRecord {}

export const OrderEventSchema = SchemaFactory.createForClass(OrderEventRecord)
  // Optimistic concurrency: one event per sequence number of an order.
  .index({ orderId: 1, seq: 1 }, { unique: true })
  // A client's request id is unique per order.
  .index(
    { orderId: 1, newClOrdId: 1 },
    { unique: true, partialFilterExpression: { newClOrdId: { $type: 'string' } } },
  )
  // A fill counts once, whether it comes by push, poll or replay.
  .index(
    { orderId: 1, execId: 1 },
    { unique: true, partialFilterExpression: { execId: { $type: 'string' } } },
  )
  // Events with alerts, newest first, for ops.
  .index({ alerted: 1, _id: -1 }, { partialFilterExpression: { alerted: true } })
  // Client events, newest first, for the audit; `by` finds those of one key in the index.
  .index(
    { at: -1, _id: -1, by: 1 },
    { partialFilterExpression: { type: { $in: [...CLIENT_EVENTS] } } },
  );

/** Version 1 knew neither baskets nor slices. */
const ofNoBasket = (event: object) => ({
  basketId: null,
  parentOrderId: null,
  slicing: null,
  ...event,
});

/** Before this version nothing was held for approval, and an engine that does not know that sends it. */
const neverHeld = (event: object) => ({ ...event });

/**
 * A change to the meaning of an event, or a new field that a fold must not ignore, needs an
 * upcaster here, and a fixture of the new version beside the old ones.
 */
const UPCASTERS: Upcasters<OrderEventType> = {
  NewOrder: [ofNoBasket, neverHeld],
  ReplaceRequested: [neverHeld],
  CancelRequested: [],
  CanceledUnsent: [],
  Approved: [],
  Released: [],
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
