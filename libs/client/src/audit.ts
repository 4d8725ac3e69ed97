import type { AuditEntryView, AuditQueryParameters, Page } from '@ome/contracts';
import type { CallOptions, Transport } from './transport';

/** Who changed what. */
export class Audit {
  constructor(private readonly transport: Transport) {}

  /** Newest first. */
  list(filter: AuditQueryParameters = {}, options?: CallOptions): Promise<Page<AuditEntryView>> {
    return this.transport.get('/audit', { ...options, query: filter });
  }
}
