import type { ExecutionRecord } from '../venue/venue-order';

/** The ledger's record of a report that was sent. */
export interface ReportRecord extends ExecutionRecord {
  /** 8 for an execution report, 9 for an OrderCancelReject. */
  msgType: string;
  clOrdId?: string;
  /** How often it was sent, copies and retries included. */
  attempts: number;
  acknowledgedByEngine: boolean;
  /** Why the engine refused it. */
  refusal?: string;
}

export interface OutgoingReport {
  body: string;
  record: ReportRecord;
}

/** The reports of one order: each is sent once the one before it was answered. */
export interface ReportQueue {
  readonly queued: OutgoingReport[];
  /** Waiting for its turn, being sent, or waiting for its next attempt. */
  busy: boolean;
  /** Unanswered attempts at the first report of the queue. */
  failures: number;
}

export const newReportQueue = (): ReportQueue => ({ queued: [], busy: false, failures: 0 });
