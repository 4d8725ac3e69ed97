import { tokensOf } from '@ome/platform';
import { Module } from '@nestjs/common';
import {
  BESIDE_WORKERS,
  ON_REDIS,
  OPERATIONS,
  ORDER_ENTRY,
  REDIS_CONNECTION,
} from '@ome/composition';

const PROVIDERS = [REDIS_CONNECTION, ...ON_REDIS, ...BESIDE_WORKERS, ...ORDER_ENTRY, ...OPERATIONS];

/** The use cases of the API, on the ports of PersistenceModule. */
@Module({ providers: PROVIDERS, exports: tokensOf(PROVIDERS) })
export class EngineModule {}
