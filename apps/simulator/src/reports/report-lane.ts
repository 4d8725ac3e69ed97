/** What the ledger keeps of a report that was sent. Quantities and prices are decimal texts. */
export interface ReportRecord {
  at: string;
  /** 8 for an execution report, 9 for an OrderCancelReject. */
  msgType: string;
  execId?: string;
  execType?: string;
  ordStatus?: string;
  clOrdId?: string;
  /** Of a trade. */
  qty?: string;
  px?: string;
  text?: string;
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
export interface Lane {
  readonly queue: OutgoingReport[];
  /** Waiting for its turn, on the wire, or for its next attempt. */
  busy: boolean;
  /** Attempts at the first report of the queue that were not answered. */
  failures: number;
}

export const newLane = (): Lane => ({ queue: [], busy: false, failures: 0 });
