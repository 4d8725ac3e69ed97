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
