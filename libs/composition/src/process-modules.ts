import type { DynamicModule } from '@nestjs/common';
import { PersistenceModule } from '@ome/persistence';
import { type Metrics, PlatformModule, processName, type Settings } from '@ome/platform';

/**
 * Modules of every process: settings, log, metrics and the store.
 *
 * @param holder the process's name for locks that only one process may hold
 */
export const processModules = (
  name: string,
  settings: Settings,
  metrics: Metrics,
  holder = processName(),
): DynamicModule[] => [
  PlatformModule.forRoot(name, settings, metrics),
  PersistenceModule.forRoot({
    mongoUrl: settings.MONGO_URL!,
    brokerTokenKey: settings.BROKER_TOKEN_KEY,
    brokerTokenKeyBefore: settings.BROKER_TOKEN_KEY_BEFORE,
    marketTimeZone: settings.MARKET_TIME_ZONE,
    holder,
    observeBatch: (size) => metrics.commitBatchSize.observe(size),
    observeFeedStreams: (open) => metrics.feedStreams.set(open),
    onProjectionFailed: () => metrics.projectionsFailed.inc(),
  }),
];
