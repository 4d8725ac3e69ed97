import type { Provider } from '@nestjs/common';
import { BasketProjector, BasketReader } from '@ome/engine';
import { onConnection, type PersistenceOptions } from '../providers';
import { BasketQueries, MongoBasketProjector } from './mongo-baskets';

/** The journal of baskets and their read model. */
export const basketProviders = ({ onProjectionFailed }: PersistenceOptions): Provider[] => [
  onConnection(
    MongoBasketProjector,
    ({ db }) =>
      new MongoBasketProjector(db!.collection('baskets'), onProjectionFailed ?? (() => undefined)),
  ),
  { provide: BasketProjector, useExisting: MongoBasketProjector },
  onConnection(
    BasketQueries,
    ({ db }) => new BasketQueries(db!.collection('baskets'), db!.collection('basket_events')),
  ),
  { provide: BasketReader, useExisting: BasketQueries },
];
