import type { Provider } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { Journal, LossBreaches, RiskCounters, RiskMarket, RiskStore } from '@ome/engine';
import { dayIn } from '@ome/platform';
import type { Connection } from 'mongoose';
import { FillQueries } from '../fills/fill-queries';
import { CurrentPositions } from '../positions/current-positions';
import { LastPrices } from '../prices/last-prices';
import { onConnection, type PersistenceOptions } from '../providers';
import { MongoLossBreaches } from './mongo-loss-breaches';
import { MongoRiskCounters } from './mongo-risk-counters';
import { MongoRiskMarket } from './mongo-risk-market';
import { MongoRiskStore } from './mongo-risk-store';

/** Limits, kill switches and their counters. */
export function riskProviders({ marketTimeZone }: PersistenceOptions): Provider[] {
  const dayOf = dayIn(marketTimeZone);
  return [
    onConnection(
      RiskStore,
      (connection) => new MongoRiskStore(connection.db!, connection.getClient()),
    ),
    {
      provide: RiskCounters,
      inject: [getConnectionToken(), Journal, CurrentPositions],
      useFactory: ({ db }: Connection, journal: Journal, positions: CurrentPositions) =>
        new MongoRiskCounters(
          db!.collection('risk_counters'),
          db!.collection('orders'),
          journal,
          positions,
        ),
    },
    {
      provide: RiskMarket,
      inject: [getConnectionToken(), FillQueries, LastPrices, CurrentPositions],
      useFactory: (
        { db }: Connection,
        fills: FillQueries,
        prices: LastPrices,
        positions: CurrentPositions,
      ) => new MongoRiskMarket(db!.collection('fills'), fills, prices, positions, dayOf),
    },
    onConnection(
      LossBreaches,
      (connection) => new MongoLossBreaches(connection.db!, connection.getClient()),
    ),
  ];
}
