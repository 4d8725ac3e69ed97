import { tokensOf } from '@ome/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { basketProviders } from './baskets/baskets.providers';
import { instrumentProviders } from './instruments/instruments.providers';
import { journalProviders } from './journal/journal.providers';
import { linkProviders } from './link-status/link.providers';
import { operationProviders } from './operations/operations.providers';
import { positionProviders } from './positions/positions.providers';
import { riskProviders } from './risk/risk.providers';
import { MODELS } from './collections';
import { eventStoreProviders } from './event-store/event-store.providers';
import type { PersistenceOptions } from './providers';

/**
 * Options of every connection, which override the URL: the engine decides on what the primary has,
 * and names a majority concern itself where it needs one. `setUpStore` creates collections and
 * indexes.
 */
export const storeOptions = {
  autoCreate: false,
  autoIndex: false,
  readPreference: 'primary',
  readConcernLevel: 'local',
} as const;

/** Options of a process that serves requests. */
export const connectionOptions = {
  ...storeOptions,
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  // A store that accepts a command and never answers must not block a request forever.
  socketTimeoutMS: 10_000,
  maxPoolSize: 20,
  // A request that gets no connection in this time is answered 503.
  waitQueueTimeoutMS: 5_000,
};

/** Implements the engine's ports with MongoDB. */
@Module({})
export class PersistenceModule {
  static forRoot(options: PersistenceOptions): DynamicModule {
    const providers = [
      ...eventStoreProviders(options),
      ...journalProviders(options),
      ...basketProviders(options),
      ...positionProviders(options),
      ...riskProviders(options),
      ...instrumentProviders(options),
      ...linkProviders(options),
      ...operationProviders(options),
    ];
    const features = MongooseModule.forFeature(MODELS);
    return {
      module: PersistenceModule,
      global: true,
      imports: [MongooseModule.forRoot(options.mongoUrl, { ...connectionOptions }), features],
      providers,
      exports: [...tokensOf(providers), features],
    };
  }
}
