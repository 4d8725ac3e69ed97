import type { ExecutionRecord } from '../venue/venue-order';

/** What the ledger keeps of a report that was sent. */
export interface ReportRecord extends ExecutionRecord {
  /** 8 for an execution report, 9 for an OrderCancelReject. */
  msgType: string;
  clOrdId?: string;
  /** How often it was put on the wire, copies and retries included. */
  attempts: number;
  acknowledgedByEngine: boolean;
  /** Why the engine did not take it. */
  refusal?: string;
}

export interface OutgoingReport {
  body: string;
  record: ReportRecord;
}

/** The reports of one order: each is sent once the one before it was answered. */
export interface ReportQueue {
  readonly queued: OutgoingReport[];
  /** Waiting for its turn, on the wire, or for its next attempt. */
  busy: boolean;
  /** Attempts at the first report of the queue that were not answered. */
  failures: number;
}

export const newReportQueue = (): ReportQueue => ({ queued: [], busy: false, failures: 0 });
