import type {
  AuditEntryView,
  AuditExportRequest,
  AuditQueryParameters,
  AuditVerificationView,
  Page,
} from '@ome/contracts';
import type { CallOptions, Transport } from './transport';

/** Who changed what. */
export class Audit {
  constructor(private readonly transport: Transport) {}

  /** Newest first. */
  list(filter: AuditQueryParameters = {}, options?: CallOptions): Promise<Page<AuditEntryView>> {
    return this.transport.get('/audit', { ...options, query: filter });
  }

  /** Whether an entry was changed or taken out. */
  verify(options?: CallOptions): Promise<AuditVerificationView> {
    return this.transport.get('/audit/verification', options);
  }

  /** A file as text, with a signature as its last line. */
  export(request: AuditExportRequest = {}, options?: CallOptions): Promise<string> {
    return this.transport.text('/audit/export', { ...options, query: request });
  }
}
