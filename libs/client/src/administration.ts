import type {
  ApiKeyView,
  FixSessionRequest,
  FixSessionView,
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

/** FIX sessions of counterparties; the FIX gateway notices changes within seconds. */
export class FixSessions {
  constructor(private readonly transport: Transport) {}

  /** By CompID, with the sequence numbers of each. */
  list(options?: CallOptions): Promise<{ items: FixSessionView[] }> {
    return this.transport.get('/fix/sessions', options);
  }

  /** Creates or replaces a session; what the request leaves out is the default. */
  set(compId: string, session: FixSessionRequest, options?: CallOptions): Promise<FixSessionView> {
    return this.transport.put(pathOf('/fix/sessions/{}', compId), { ...options, body: session });
  }

  /** Its messages stay in the log. */
  remove(compId: string, options?: CallOptions): Promise<void> {
    return this.transport.delete(pathOf('/fix/sessions/{}', compId), options);
  }

  /** Ends the connection; the counterparty may log on again. */
  logout(compId: string, options?: PostOptions): Promise<void> {
    return this.transport.post(pathOf('/fix/sessions/{}/logout', compId), options);
  }

  /** Restarts both sequence numbers at 1; what was not fetched yet is not sent again. */
  reset(compId: string, options?: PostOptions): Promise<void> {
    return this.transport.post(pathOf('/fix/sessions/{}/reset', compId), options);
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
