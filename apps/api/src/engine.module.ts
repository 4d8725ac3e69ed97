import { tokensOf } from '@ome/platform';
import { Module } from '@nestjs/common';
import {
  ENTRY_PROCESS_LINKS,
  ON_REDIS,
  OPERATIONS,
  ORDER_ENTRY,
  REDIS_CONNECTION,
} from '@ome/composition';

const PROVIDERS = [
  REDIS_CONNECTION,
  ...ON_REDIS,
  ...ENTRY_PROCESS_LINKS,
  ...ORDER_ENTRY,
  ...OPERATIONS,
];

/** The use cases of the API, on the ports of PersistenceModule. */
@Module({ providers: PROVIDERS, exports: tokensOf(PROVIDERS) })
export class EngineModule {}
