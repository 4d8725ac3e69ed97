import type { Provider } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import {
  PendingClosings,
  BookedPositions,
  ClosingGuard,
  EventFeed,
  FedQuotes,
  Instruments,
  NetPositions,
  PositionProjector,
  PositionHolders,
  FillsByOrigin,
  PositionReader,
} from '@ome/engine';
import { dayIn } from '@ome/platform';
import type { Connection } from 'mongoose';
import { ClosingQueries, MongoPendingClosings } from '../closings/mongo-pending-closings';
import { FeedPositions } from '../feed/feed-positions';
import { ClosingLeases } from '../leases/closing-leases';
import { Leases } from '../leases/leases';
import { MongoProjector } from '../mongo-projector';
import { LastPrices } from '../prices/last-prices';
import { MongoFedQuotes } from '../prices/mongo-fed-quotes';
import { onConnection, onNames, type PersistenceOptions } from '../providers';
import { CurrentPositions } from './current-positions';
import { MongoNetPositions } from './mongo-net-positions';
import { MongoFillsByOrigin } from './mongo-fills-by-origin';
import { MongoPositionProjector } from './mongo-position-projector';
import { MongoPositionHolders } from './mongo-position-holders';
import { PositionQueries } from './position-queries';

/** Positions, their closing and conversion, and the prices that value them. */
export function positionProviders({ marketTimeZone }: PersistenceOptions): Provider[] {
  const dayOf = dayIn(marketTimeZone);
  return [
    onConnection(
      PendingClosings,
      ({ db }) => new MongoPendingClosings(db!.collection('asked_closings')),
    ),
    onConnection(ClosingQueries, ({ db }) => new ClosingQueries(db!.collection('asked_closings'))),
    {
      provide: ClosingGuard,
      inject: [Leases],
      useFactory: (leases: Leases) => new ClosingLeases(leases),
    },
    {
      provide: CurrentPositions,
      inject: [getConnectionToken(), EventFeed, FeedPositions, PositionProjector],
      useFactory: (
        { db }: Connection,
        feed: EventFeed,
        cursors: FeedPositions,
        book: PositionProjector,
      ) => new CurrentPositions(db!, feed, cursors, book),
    },
    { provide: BookedPositions, useExisting: CurrentPositions },
    {
      provide: PositionProjector,
      inject: [getConnectionToken(), MongoProjector],
      useFactory: (connection: Connection, projector: MongoProjector) =>
        new MongoPositionProjector(
          connection,
          (orderId) => projector.repair(orderId),
          marketTimeZone,
        ),
    },
    onNames(
      PositionQueries,
      ({ db }, names) =>
        new PositionQueries(db!.collection('positions'), db!.collection('position_days'), names),
    ),
    onConnection(
      PositionHolders,
      ({ db }) => new MongoPositionHolders(db!.collection('positions')),
    ),
    onConnection(FillsByOrigin, ({ db }) => new MongoFillsByOrigin(db!)),
    { provide: PositionReader, useExisting: PositionQueries },
    onConnection(LastPrices, ({ db }) => new LastPrices(db!, dayOf)),
    {
      provide: FedQuotes,
      inject: [LastPrices, Instruments],
      useFactory: (prices: LastPrices, instruments: Instruments) =>
        new MongoFedQuotes(prices, instruments),
    },
    {
      provide: NetPositions,
      inject: [getConnectionToken(), CurrentPositions],
      useFactory: ({ db }: Connection, current: CurrentPositions) =>
        new MongoNetPositions(db!.collection('positions'), current),
    },
  ];
}
