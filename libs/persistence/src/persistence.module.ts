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
import { checkStoreUrl } from './check-store-url';
import { MODELS } from './collections';
import { PRIMARY_READS, SERVING } from './client-options';
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
  ...PRIMARY_READS,
} as const;

/** Options of a process that serves requests. */
export const connectionOptions = { ...storeOptions, ...SERVING, maxPoolSize: 20 };

/** Implements the engine's ports with MongoDB. */
@Module({})
export class PersistenceModule {
  /** @throws SettingFault */
  static forRoot(options: PersistenceOptions): DynamicModule {
    checkStoreUrl(options.mongoUrl);
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
