import { type Basket, basketStatus } from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The basket journal. Documents are inserted, never updated; each is a BasketEvent. */
@Schema({ collection: 'basket_events', strict: false, autoCreate: false, autoIndex: false })
export class BasketEventRecord {}

/** The read model of baskets, one document each with the basket id as `_id`. */
@Schema({ collection: 'baskets', strict: false, autoCreate: false, autoIndex: false })
export class BasketRecord {}

const newestFirst = { createdAt: -1, _id: -1 } as const;

export const BasketEventSchema = SchemaFactory.createForClass(BasketEventRecord)
  // Optimistic concurrency: one event per sequence number of a basket.
  .index({ basketId: 1, seq: 1 }, { unique: true })
  // Serves the check that new baskets were projected.
  .index({ type: 1, _id: 1 }, { partialFilterExpression: { type: 'BasketNew' } });

export const BasketSchema = SchemaFactory.createForClass(BasketRecord)
  .index({ ...newestFirst })
  .index({ account: 1, ...newestFirst })
  // What baskets hold of a position.
  .index({ account: 1, 'legs.symbol': 1 })
  .index({ status: 1, ...newestFirst })
  .index({ open: 1, ...newestFirst }, { partialFilterExpression: { open: true } })
  // What waits for a second person, by when it expires.
  .index(
    { 'approval.expiresAt': 1, _id: 1 },
    { partialFilterExpression: { 'approval.expiresAt': { $exists: true } } },
  );

/** `orderIds` is in documents that earlier versions wrote. */
const DERIVED = ['_id', 'status', 'open', 'orderIds'];

/** The read model of a basket: the folded basket, and derived fields for queries. */
export const basketDocument = (
  basket: Basket,
): mongo.Document & { _id: string; version: number } => ({
  ...(toBson(basket) as Basket),
  _id: basket.basketId,
  status: basketStatus(basket),
  open: basket.ended === null,
});

/** The basket without the derived fields. */
export function basketOf(document: mongo.Document): Basket {
  const facts = { ...document };
  for (const field of DERIVED) delete facts[field];
  return fromBson(facts) as Basket;
}
