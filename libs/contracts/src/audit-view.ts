/**
 * The outcome of an audited request. `begun` remains if a process was killed before it could record
 * the outcome: the change may or may not have been made.
 */
export type AuditOutcome = 'begun' | 'done' | 'refused' | 'failed';

/** Who did what, when: a request that changed something, or a client's command on an order. */
export interface AuditEntryView {
  id: string;
  at: string;
  /** A person, as `user:anna`, or the id of an API key; null if the engine is open and nobody said. */
  by: string | null;
  /** The name of the person or the key; null if it is not known. */
  byName: string | null;
  /** Such as `risk.limits.set`; of orders `order.new`, `order.replace`, `order.cancel`. */
  action: string;
  /** What it was done to: an order id, an account, a key; null for the engine as a whole. */
  subject: string | null;
  /** A line for people, without secrets. */
  summary: string;
  requestId: string | null;
  outcome: AuditOutcome;
  /** Why it was refused or failed. */
  reason: string | null;
}

/** An entry that shows that the audit was meddled with. */
export interface AuditFaultView {
  id: string;
  /** Continues a sentence after the entry's id. */
  text: string;
}

/** `GET /audit/verification` */
export interface AuditVerificationView {
  entries: number;
  /** Each run of a process has one. */
  chains: number;
  /** Entries that expire, and those of versions before there were chains. */
  outside: number;
  faultCount: number;
  /** The first hundred. */
  faults: AuditFaultView[];
}

/** `GET /audit/export` */
export interface AuditExportRequest {
  /** Lines of JSON by default; the last line is the signature. */
  format?: 'jsonl' | 'csv';
  /** Inclusive and exclusive, ISO 8601. */
  from?: string;
  to?: string;
}

/** The last line of an export: what was signed is the hash of all bytes before it. */
export interface AuditSignature {
  sha256: string;
  /** Ed25519, in base64. */
  publicKey: string;
  signature: string;
}

/** `GET /audit`, newest first; answered as `Page<AuditEntryView>`. */
export interface AuditQueryParameters {
  /** Id or name of an API key. */
  by?: string;
  /** A whole action (`risk.limits.set`), or all that begin with a prefix of it (`risk`). */
  action?: string;
  subject?: string;
  /** Inclusive and exclusive, ISO 8601. */
  from?: string;
  to?: string;
  cursor?: string;
  limit?: string;
}
