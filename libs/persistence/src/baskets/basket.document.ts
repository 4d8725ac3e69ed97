import { type Basket, basketStatus } from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';

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
