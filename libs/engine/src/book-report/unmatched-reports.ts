import type { ExecutionReport } from '@ome/domain';

/** Why a report is kept instead of booked. */
export type KeptFor =
  /** Its order is unknown (so far): booked automatically once that appears. */
  | 'unknown'
  /** It describes another order, or an execution with other content: ops decide. */
  | 'contradiction'
  /** It lacks what its event needs: ops book it by hand. */
  | 'unreadable';

export interface ReportToKeep {
  keptFor: KeptFor;
  /** The text that the sender got, shown to ops. */
  comment: string;
  /** Null if it cannot be parsed as a report. */
  report: ExecutionReport | null;
  /** The text as received; null if it did not arrive as text. */
  body: string | null;
  /** What a repeat has as well, if that is less than the text. */
  content?: string;
}

/** Reports that could not be booked (yet). */
export abstract class UnmatchedReports {
  /** Resolves to its id, which is the same for a repeat. */
  abstract keep(report: ReportToKeep): Promise<string>;
  /** Reports waiting for an order that may mean one of these orders. */
  abstract waitingFor(keys: ReportKeys): Promise<MatchableReport[]>;
  /** Reports that wait for an order, oldest first. */
  abstract waiting(limit: number, after: ReportPlace | null): Promise<MatchableReport[]>;
  /** Null if there is none, or it was dismissed. */
  abstract find(id: string): Promise<KeptReport | null>;
  /** A waiting report contradicts the order that appeared: from now on ops decide. */
  abstract hold(id: string, comment: string): Promise<void>;
  /** Sets the only order on which a report may be booked by hand; false if another one is set. */
  abstract claim(id: string, orderId: string): Promise<boolean>;
  /** Undoes a claim after a failed booking. */
  abstract release(id: string): Promise<void>;
  abstract settle(id: string, orderId: string, by: string): Promise<void>;
  /** For a report that is not ours; false if there is none, or it is being booked. */
  abstract dismiss(id: string, by: string): Promise<boolean>;
}

export interface KeptReport extends ReportToKeep {
  id: string;
  receivedAt: Date;
  /** The order on which it was booked; null while it waits. */
  orderId: string | null;
}

export interface MatchableReport extends ReportPlace {
  report: ExecutionReport;
}

/** A report's position in order of arrival. */
export interface ReportPlace {
  id: string;
  receivedAt: Date;
}

/** The ids by which a kept report is found. */
export interface ReportKeys {
  orderIds: string[];
  clOrdIds: string[];
  brokerOrderIds: string[];
}
