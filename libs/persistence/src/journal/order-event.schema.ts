import { Schema, SchemaFactory } from '@nestjs/mongoose';
import { CLIENT_EVENTS } from '../audit/client-events';

/**
 * The journal: inserted into, never updated. A record is an OrderEvent with decimals as Decimal128,
 * written through the native collection.
 */
@Schema({ collection: 'order_events', strict: false, autoCreate: false, autoIndex: false })
export class OrderEventRecord {}

export const OrderEventSchema = SchemaFactory.createForClass(OrderEventRecord)
  // Optimistic concurrency: one event per place in the history of an order.
  .index({ orderId: 1, seq: 1 }, { unique: true })
  // A client's request id is used up once per order.
  .index(
    { orderId: 1, newClOrdId: 1 },
    { unique: true, partialFilterExpression: { newClOrdId: { $type: 'string' } } },
  )
  // A fill counts once, whichever of push, poll or replay brought it.
  .index(
    { orderId: 1, execId: 1 },
    { unique: true, partialFilterExpression: { execId: { $type: 'string' } } },
  )
  // Odd reports, newest first, for ops.
  .index({ alerted: 1, _id: -1 }, { partialFilterExpression: { alerted: true } })
  // Who did what, newest first, for the audit; `by` lets those of one key be found in the index.
  .index(
    { at: -1, _id: -1, by: 1 },
    { partialFilterExpression: { type: { $in: [...CLIENT_EVENTS] } } },
  );
