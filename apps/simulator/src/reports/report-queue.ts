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
  /** By their FIX names. */
  fields: Readonly<Record<string, unknown>>;
  record: ReportRecord;
}

/** The reports of one order: each is sent once the one before it was answered. */
export interface ReportQueue {
  readonly queued: OutgoingReport[];
  /** Waiting for its turn, being sent, or waiting for its next attempt. */
  busy: boolean;
  /** Unanswered attempts at the first report of the queue. */
  failures: number;
  /** The counterparty whose request it is about, where there are several. */
  readonly counterparty: string;
}

export const newReportQueue = (counterparty = ''): ReportQueue => ({
  queued: [],
  busy: false,
  failures: 0,
  counterparty,
});
