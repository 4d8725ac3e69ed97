import type {
  KillSwitchRequest,
  KillSwitchScopeName,
  KillSwitchView,
  LimitScopeView,
  PulledKillSwitchView,
  RemoveLimitsRequest,
  RiskChangeView,
  RiskLimitsRequest,
  RiskOverviewRequest,
  RiskOverviewView,
} from '@ome/contracts';
import { type CallOptions, pathOf, type PostOptions, type Transport } from './transport';

/** Limits on every new order and replace, and switches that stop them. */
export class Risk {
  constructor(private readonly transport: Transport) {}

  /** Every rule, its value in every scope, and how much of it is used. */
  limits(filter: RiskOverviewRequest = {}, options?: CallOptions): Promise<RiskOverviewView> {
    return this.transport.get('/risk/limits', { ...options, query: filter });
  }

  /** Resolves once they apply in every process; refused if `version` is given and outdated. */
  setLimits(limits: RiskLimitsRequest, options?: CallOptions): Promise<LimitScopeView> {
    return this.transport.put('/risk/limits', { ...options, body: limits });
  }

  /** Removes everything that is set for a scope; refused if `version` is given and outdated. */
  removeLimits(request: RemoveLimitsRequest = {}, options?: CallOptions): Promise<void> {
    return this.transport.delete('/risk/limits', { ...options, query: request });
  }

  /** Who changed limits and kill switches, and when; the newest first. */
  changes(limit?: number, options?: CallOptions): Promise<{ items: RiskChangeView[] }> {
    return this.transport.get('/risk/changes', { ...options, query: { limit } });
  }

  /** The switches that are pulled. */
  killSwitches(options?: CallOptions): Promise<{ items: KillSwitchView[] }> {
    return this.transport.get('/risk/kill-switch', options);
  }

  /** Resolves once no process accepts such an order any more. */
  pull(request: KillSwitchRequest, options?: PostOptions): Promise<PulledKillSwitchView> {
    return this.transport.post('/risk/kill-switch', { ...options, body: request });
  }

  /** @param id the account or user; omitted for the whole engine */
  release(scope: KillSwitchScopeName, id?: string, options?: CallOptions): Promise<void> {
    const path =
      id === undefined
        ? pathOf('/risk/kill-switch/{}', scope)
        : pathOf('/risk/kill-switch/{}/{}', scope, id);
    return this.transport.delete(path, options);
  }
}
