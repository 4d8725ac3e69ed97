import { applyBasketEvent, type Basket } from '@ome/domain';
import type { mongo } from 'mongoose';
import { basketDocument } from './basket.document';
import { recordedEvent } from '../event-store/stored-event';
import { BASKET_STREAM } from './basket-stream';

/** The documents that the whole journal of baskets makes, so many at a time. */
export async function* foldedBaskets(
  journal: mongo.Collection,
  batchSize: number,
): AsyncGenerator<ReturnType<typeof basketDocument>[]> {
  const batch: ReturnType<typeof basketDocument>[] = [];
  let basket: Basket | null = null;
  for await (const document of journal.find().sort({ basketId: 1, seq: 1 })) {
    const { event } = recordedEvent(BASKET_STREAM, document);
    if (basket && basket.basketId !== event.basketId) {
      batch.push(basketDocument(basket));
      basket = null;
      if (batch.length === batchSize) yield batch.splice(0);
    }
    basket = applyBasketEvent(basket, event);
  }
  if (basket) batch.push(basketDocument(basket));
  if (batch.length > 0) yield batch;
}
