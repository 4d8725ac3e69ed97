import type {
  ApprovalRulesRequest,
  ApprovalRulesView,
  ApproveRequest,
  AwaitingBasket,
  AwaitingOrder,
  OrderView,
  PendingChangeView,
  RejectRequest,
} from '@ome/contracts';
import { type CallOptions, pathOf, type PostOptions, type Transport } from './transport';

/** Requests that wait for a second person, and the rules that hold them. */
export class Approvals {
  constructor(private readonly transport: Transport) {}

  /** What expires first comes first. */
  list(limit?: number, options?: CallOptions): Promise<{ items: AwaitingOrder[] }> {
    return this.transport.get('/approvals', { ...options, query: { limit } });
  }

  /** Baskets that wait as a whole; what expires first comes first. */
  baskets(limit?: number, options?: CallOptions): Promise<{ items: AwaitingBasket[] }> {
    return this.transport.get('/approvals/baskets', { ...options, query: { limit } });
  }

  approve(id: string, request: ApproveRequest = {}, options?: PostOptions): Promise<OrderView> {
    return this.transport.post(pathOf('/approvals/{}/approve', id), { ...options, body: request });
  }

  reject(id: string, request: RejectRequest, options?: PostOptions): Promise<OrderView> {
    return this.transport.post(pathOf('/approvals/{}/reject', id), { ...options, body: request });
  }

  rules(options?: CallOptions): Promise<{ items: ApprovalRulesView[] }> {
    return this.transport.get('/approvals/rules', options);
  }

  /** Resolves once they apply in every process; refused if `version` is given and outdated. */
  setRules(
    rules: ApprovalRulesRequest,
    options?: CallOptions,
  ): Promise<{ items: ApprovalRulesView[] }> {
    return this.transport.put('/approvals/rules', { ...options, body: rules });
  }

  /** Changes of settings that wait for a second person. */
  changes(limit?: number, options?: CallOptions): Promise<{ items: PendingChangeView[] }> {
    return this.transport.get('/changes', { ...options, query: { limit } });
  }

  approveChange(
    id: string,
    request: ApproveRequest = {},
    options?: PostOptions,
  ): Promise<PendingChangeView> {
    return this.transport.post(pathOf('/changes/{}/approve', id), { ...options, body: request });
  }

  rejectChange(
    id: string,
    request: RejectRequest,
    options?: PostOptions,
  ): Promise<PendingChangeView> {
    return this.transport.post(pathOf('/changes/{}/reject', id), { ...options, body: request });
  }
}
