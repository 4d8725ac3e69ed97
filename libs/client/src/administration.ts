import type {
  ApiKeyView,
  HoldingsView,
  InspectionView,
  NewApiKeyRequest,
  NewApiKeyView,
  RebuildView,
} from '@ome/contracts';
import { type CallOptions, pathOf, type PostOptions, type Transport } from './transport';

/** API keys. */
export class Keys {
  constructor(private readonly transport: Transport) {}

  /** Oldest first, revoked ones too. */
  list(options?: CallOptions): Promise<{ items: ApiKeyView[] }> {
    return this.transport.get('/keys', options);
  }

  /** Only this answer contains the token. */
  create(key: NewApiKeyRequest, options?: PostOptions): Promise<NewApiKeyView> {
    return this.transport.post('/keys', { ...options, body: key });
  }

  /** Every process notices within seconds. */
  revoke(id: string, options?: CallOptions): Promise<void> {
    return this.transport.delete(pathOf('/keys/{}', id), options);
  }
}

/** The read models, rebuilt from the journal. */
export class Rebuild {
  constructor(private readonly transport: Transport) {}

  /** OmeProblem 409 while one runs. */
  start(options?: PostOptions): Promise<RebuildView> {
    return this.transport.post('/rebuild', options);
  }

  /** The last one, and its progress. */
  show(options?: CallOptions): Promise<RebuildView> {
    return this.transport.get('/rebuild', options);
  }
}

/** The contents of each collection and queue, the followers of the feed, and the leaders. */
export class Inspection {
  constructor(private readonly transport: Transport) {}

  show(options?: CallOptions): Promise<InspectionView> {
    return this.transport.get('/inspection', options);
  }

  /** The contents of one collection or queue; OmeProblem 404 if it does not exist. */
  holdings(
    name: string,
    query: { limit?: number } = {},
    options?: CallOptions,
  ): Promise<HoldingsView> {
    return this.transport.get(pathOf('/inspection/{}', name), { ...options, query });
  }
}
