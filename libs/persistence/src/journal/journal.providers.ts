import type { Provider } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import {
  HeldOrders,
  OrderReader,
  OverdueOrders,
  ProjectionRepair,
  Projector,
  QueuedOrders,
} from '@ome/engine';
import type { Connection } from 'mongoose';
import { FeedPositionRecord, FeedPositions } from '../feed/feed-positions';
import { FillQueries } from '../fills/fill-queries';
import { MongoProjector } from '../mongo-projector';
import { MongoOrderReader } from '../orders/mongo-order-reader';
import { MongoHeldOrders } from '../orders/mongo-held-orders';
import { MongoOverdueOrders } from '../orders/mongo-overdue-orders';
import { MongoQueuedOrders } from '../orders/mongo-queued-orders';
import { OrderQueries } from '../orders/order-queries';
import { Owners } from '../owners/owners';
import { MongoProjectionRepair } from '../projection-repair';
import { onConnection, onModel, onNames, type PersistenceOptions } from '../providers';
import { MongoJournal } from './order-stream';

/** The order journal, its feed, and the read models of orders and fills. */
export const journalProviders = ({ onProjectionFailed }: PersistenceOptions): Provider[] => [
  onConnection(OrderReader, ({ db }) => new MongoOrderReader(db!.collection('orders'))),
  {
    provide: MongoProjector,
    inject: [getConnectionToken(), MongoJournal],
    useFactory: ({ db }: Connection, journal: MongoJournal) =>
      new MongoProjector(db!.collection('orders'), db!.collection('fills'), journal, {
        failed: onProjectionFailed ?? (() => undefined),
      }),
  },
  { provide: Projector, useExisting: MongoProjector },
  {
    provide: MongoProjectionRepair,
    inject: [getConnectionToken(), MongoProjector],
    useFactory: ({ db }: Connection, projector: MongoProjector) =>
      new MongoProjectionRepair(db!.collection('orders'), db!.collection('fills'), projector),
  },
  { provide: ProjectionRepair, useExisting: MongoProjectionRepair },
  onModel(FeedPositions, FeedPositionRecord, (model) => new FeedPositions(model)),
  onConnection(QueuedOrders, ({ db }) => new MongoQueuedOrders(db!.collection('orders'))),
  onConnection(HeldOrders, ({ db }) => new MongoHeldOrders(db!.collection('orders'))),
  onConnection(OverdueOrders, ({ db }) => new MongoOverdueOrders(db!.collection('orders'))),
  onConnection(Owners, ({ db }) => new Owners(db!)),
  onNames(OrderQueries, ({ db }, names) => new OrderQueries(db!.collection('orders'), names)),
  onNames(FillQueries, ({ db }, names) => new FillQueries(db!, names)),
];
