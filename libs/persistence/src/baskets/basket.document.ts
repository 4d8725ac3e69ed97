import { type Basket, basketStatus } from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';

/** `orderIds` was derived once, and is in documents of then. */
const DERIVED = ['_id', 'status', 'open', 'orderIds'];

/** The read model of a basket: the fold, and what follows from it where queries need it. */
export const basketDocument = (
  basket: Basket,
): mongo.Document & { _id: string; version: number } => ({
  ...(toBson(basket) as Basket),
  _id: basket.basketId,
  status: basketStatus(basket),
  open: basket.ended === null,
});

/** The basket as the domain knows it, without what is derived. */
export function basketOf(document: mongo.Document): Basket {
  const facts = { ...document };
  for (const field of DERIVED) delete facts[field];
  return fromBson(facts) as Basket;
}
